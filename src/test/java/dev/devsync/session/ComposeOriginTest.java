package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeOriginTest {

    @TempDir
    Path folder;

    private Map<String, String> labels(String files) {
        return new HashMap<>(Map.of(
                "com.docker.compose.project",
                "shop",
                "com.docker.compose.service",
                "api",
                "com.docker.compose.project.working_dir",
                folder.toString(),
                "com.docker.compose.project.config_files",
                files));
    }

    @Test
    void buildsFromTheSameFiles() throws Exception {
        Path one = Files.writeString(folder.resolve("compose.yaml"), "");
        Path two = Files.writeString(folder.resolve("compose.dev.yaml"), "");
        Path env = Files.writeString(folder.resolve("dev.env"), "");
        Map<String, String> labels = labels(one + "," + two);
        labels.put("com.docker.compose.project.environment_file", env.toString());
        assertThat(ComposeOrigin.of(labels).orElseThrow().rebuild(3))
                .containsExactly(("docker compose --project-name shop --project-directory " + folder + " --file " + one
                                + " --file " + two + " --env-file " + env
                                + " up --detach --build --no-deps --scale api=3 api")
                        .split(" "));
    }

    @Test
    void leavesTheFilesToComposeWhereTheyAreElsewhere() {
        Map<String, String> labels = labels("/nowhere/compose.yaml");
        labels.put("com.docker.compose.project.working_dir", "/nowhere");
        assertThat(ComposeOrigin.of(labels).orElseThrow().rebuild(1))
                .containsExactly("docker compose --project-name shop up --detach --build --no-deps --scale api=1 api"
                        .split(" "));
    }

    @Test
    void isOfComposeOnly() {
        assertThat(ComposeOrigin.of(Map.of("maintainer", "x"))).isEmpty();
    }
}
