package dev.devsync.config.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.config.Action;
import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.config.Ready;
import dev.devsync.config.Rule;
import dev.devsync.config.Selection;
import dev.devsync.config.Service;
import dev.devsync.tree.TargetPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is written can be read, and means what was found.
class StarterTest {

    @TempDir
    private Path folder;

    private void file(String path, String text) throws Exception {
        Path file = folder.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private Service readBack() throws Exception {
        Path file = folder.resolve("devsync.yaml");
        Files.writeString(file, Starter.of(folder).text());
        Project project = ConfigFile.read(file, Map.of());
        return project.services().getFirst();
    }

    @Test
    void aGoProjectInACompose() throws Exception {
        file("go.mod", "module shop\n");
        file("main.go", "package main\n");
        file("compose.yaml", "services: {api: {build: ., command: sleep infinity, ports: ['80:8080']}}\n");
        file("Dockerfile", "FROM golang\nWORKDIR /src\n");
        Service service = readBack();
        assertThat(service.name()).isEqualTo("api");
        assertThat(service.syncs().getFirst().target()).isEqualTo(new TargetPath("/src"));
        assertThat(Objects.requireNonNull(service.reactions().build()).command())
                .containsExactly("go", "build", "-o", "/tmp/shop", ".");
        assertThat(Objects.requireNonNull(service.reactions().run()).command()).containsExactly("/tmp/shop");
        assertThat(Objects.requireNonNull(service.reactions().ready()).check()).isEqualTo(new Ready.Check.Tcp(8080));
        assertThat(service.reactions().rules())
                .extracting(Rule::action)
                .containsExactly(Action.BUILD, Action.NONE, Action.NONE);
        assertThat(Starter.of(folder).checks()).isEmpty();
    }

    @Test
    void takesTheNameThatTheComposeFileGivesItsProject() throws Exception {
        file("go.mod", "module shop\n");
        file("compose.yaml", "name: till\nservices: {api: {build: .}}\n");
        readBack();
        assertThat(ConfigFile.read(folder.resolve("devsync.yaml"), Map.of()).name())
                .isEqualTo("till");
        file("compose.yaml", "name: ${NAME}\nservices: {api: {build: .}}\n");
        assertThat(Starter.of(folder).text()).doesNotContain("name:");
    }

    @Test
    void aProjectOfAir() throws Exception {
        file("go.mod", "module shop\n");
        file("main.go", "package main\n");
        file(".env", "A=1\n");
        file(".air.toml", """
                env_files = [".env"]
                [build]
                cmd = "go build -ldflags \\"-s -w\\" -o ./tmp/main ."
                send_interrupt = true
                kill_delay = 500
                delay = 100
                rerun = true
                """);
        Service service = readBack();
        assertThat(Objects.requireNonNull(service.reactions().build()).command())
                .containsExactly("sh", "-c", "go build -ldflags \"-s -w\" -o ./tmp/main .");
        assertThat(service.reactions().stop().signal()).isEqualTo("INT");
        assertThat(service.reactions().stop().grace()).hasMillis(500);
        assertThat(service.reactions().quiet()).hasMillis(100);
        assertThat(service.syncs().getFirst().source().selection())
                .isInstanceOfSatisfying(
                        Selection.Patterns.class,
                        lists -> assertThat(lists.ignore()).contains("/tmp/"));
        assertThat(Starter.of(folder).imported()).contains(".air.toml: build.cmd → `build`");
    }

    @Test
    void aFolderOfWhichNothingIsKnown() throws Exception {
        Service service = readBack();
        assertThat(service.reactions().isEmpty()).isTrue();
        assertThat(service.syncs().getFirst().target()).isEqualTo(new TargetPath("/app"));
    }

    @ParameterizedTest
    @CsvSource({
        "package.json, '{\"scripts\": {\"dev\": \"vite\"}}'",
        "package.json, '{\"nodemonConfig\": {\"exec\": \"node a.js: #x\", \"env\": {\"A\": \"on\"}}}'",
        "requirements.txt, flask",
        "manage.py, ''",
        "pom.xml, <project><artifactId>a</artifactId><version>1</version></project>",
        "build.gradle, id 'org.springframework.boot'",
        "Cargo.toml, '[package]\nname = \"a\"'",
        "Gemfile, gem 'rails'",
        "composer.json, {}",
        "a.csproj, <Project/>",
        "runner.conf, 'root: .'",
        ".realize.yaml, 'schema: [{name: a b, commands: {run: {status: true}}}]'",
    })
    void everyKindOfProjectCanBeReadBack(String path, String text) throws Exception {
        file(path, text);
        assertThat(readBack().syncs()).hasSize(1);
    }

    @Test
    void textInYaml() {
        assertThat(List.of("/app", "go build .", "a: b", "# a", "*.go", "yes", "80", "a\"b\\", "a,b", "-x").stream()
                        .map(YamlScalar::of))
                .containsExactly(
                        "/app",
                        "go build .",
                        "\"a: b\"",
                        "\"# a\"",
                        "\"*.go\"",
                        "\"yes\"",
                        "\"80\"",
                        "\"a\\\"b\\\\\"",
                        "\"a,b\"",
                        "\"-x\"");
    }
}
