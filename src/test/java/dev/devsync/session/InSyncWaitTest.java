package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class InSyncWaitTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Session open() throws Exception {
        Path root = folder.toRealPath();
        for (String name : List.of("api", "web")) {
            Files.writeString(Files.createDirectories(root.resolve(name)).resolve("file"), name);
        }
        Path config = Files.writeString(root.resolve("devsync.yaml"), """
                services:
                  api: {local: true, sync: [{path: api, target: "%1$s/there/api"}]}
                  web: {local: true, sync: [{path: web, target: "%1$s/there/web"}]}
                """.formatted(root));
        Project project = ConfigFile.read(config, Map.of());
        return Session.open(
                project,
                project.services(),
                () -> {
                    throw new AssertionError("no engine is needed");
                },
                event -> {});
    }

    @Test
    void waitsForAllServicesIfNoneIsNamed() throws Exception {
        try (Session session = open()) {
            assertThat(session.awaitInSync(LIMIT)).isInstanceOf(Standing.InSync.class);
            assertThat(folder.resolve("there/web/file")).hasContent("web");
            Files.move(folder.resolve("web"), folder.resolve("away"));
            assertThat(session.awaitInSync(LIMIT)).isInstanceOf(Standing.Halted.class);
        }
    }

    @Test
    void doesNotMindTheFolderOfAnotherService() throws Exception {
        try (Session session = open()) {
            assertThat(session.awaitInSync(LIMIT)).isInstanceOf(Standing.InSync.class);
            Files.move(folder.resolve("web"), folder.resolve("away"));
            Files.writeString(folder.resolve("api/file"), "newer");
            assertThat(session.awaitInSync(List.of("api"), LIMIT)).isInstanceOf(Standing.InSync.class);
            assertThat(folder.resolve("there/api/file")).hasContent("newer");
            assertThat(session.awaitInSync(List.of("web"), LIMIT)).isInstanceOf(Standing.Halted.class);
        }
    }
}
