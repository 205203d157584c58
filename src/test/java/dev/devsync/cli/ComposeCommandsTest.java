package dev.devsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.report.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What commands make of a folder that has a compose file and no devsync.yaml.
class ComposeCommandsTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void makeFolders() throws Exception {
        Files.createDirectories(folder.resolve("src/deep"));
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(folder.resolve("package.json"), "{}");
    }

    private int run(Path start, String... args) {
        out.reset();
        err.reset();
        return Main.run(
                new Surroundings(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        // No docker is found on this path, wherever the test runs.
                        Map.of("PATH", "/nonexistent", "XDG_RUNTIME_DIR", folder.toString()),
                        start,
                        folder,
                        Style.PLAIN),
                args);
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private String err() {
        return err.toString(UTF_8);
    }

    private void compose(String text) throws Exception {
        Files.writeString(folder.resolve("compose.yaml"), text);
    }

    private static final String WATCH = """
            services:
              web:
                image: web
                build: .
                develop:
                  watch:
                    - {path: ./src, action: sync, target: /app/src, ignore: ["*.log"]}
                    - {path: ./conf, action: sync+restart, target: /conf}
                    - {path: ./conf, action: sync+exec, target: /conf, exec: {command: reload it}}
                    - {path: package.json, action: rebuild}
              db:
                image: db
            """;

    @Test
    void saysThatThereIsNothingToBuild() throws Exception {
        compose("""
                services:
                  web:
                    image: node
                    develop:
                      watch:
                        - {path: ., target: /app, action: sync+restart}
                """);
        assertThat(run(folder, "rebuild", "web")).isEqualTo(1);
        assertThat(err()).contains("there is nothing to build", "is given for web");
    }

    @Test
    void plansByTheRulesOfTheComposeFileAlsoFromBelowItsFolder() throws Exception {
        compose(WATCH);
        assertThat(run(folder.resolve("src/deep"), "plan", "../a.txt"))
                .as(err())
                .isZero();
        assertThat(out()).contains("web", "none");
        assertThat(run(folder, "plan", "conf/a")).isZero();
        assertThat(out()).contains("container-restart", "reload it", "`develop.watch` of conf (line 8)");
        assertThat(run(folder, "plan", "package.json")).isZero();
        assertThat(out()).contains("rebuild", "`develop.watch` of package.json (line 10)");
        assertThat(run(folder, "plan", "src/x.log")).isZero();
        assertThat(out()).contains("x.log is ignored");
    }

    @Test
    void saysWhatToWriteWhereNoServiceIsWatched() throws Exception {
        compose("services: {web: {image: web}}\n");
        assertThat(run(folder, "up")).isEqualTo(2);
        assertThat(err())
                .contains(folder.resolve("compose.yaml").toString())
                .contains("no service has `develop.watch` or `x-devsync`")
                .contains("action: sync, path: ., target: /app")
                .contains("devsync init");
    }

    @Test
    void saysWhichServiceHasNothing() throws Exception {
        compose(WATCH);
        assertThat(run(folder, "sync", "db")).isEqualTo(2);
        assertThat(err()).contains("compose.yaml:12:5", "service `db` has neither");
        assertThat(run(folder, "sync", "nope")).isEqualTo(2);
        assertThat(err()).contains("there is no service nope", "It has: web");
    }

    @Test
    void saysWhichProfilesWouldHaveToBeActive() throws Exception {
        compose(
                "services: {web: {image: w, profiles: [dev], develop: {watch: [{path: ., action: sync, target: /a}]}}}");
        assertThat(run(folder, "plan", "x")).isEqualTo(2);
        assertThat(err()).contains("profiles that are not active: web", "COMPOSE_PROFILES");
    }

    @Test
    void pointsAtWhatIsWrong() throws Exception {
        compose("""
                services:
                  web:
                    image: "web:${TAG:?say which}"
                    develop:
                      watch:
                        - {path: ./src, action: snyc, target: /app}
                        - {path: ./src, action: sync}
                        - {path: ./missing, action: restart}
                        - {path: ./src, action: rebuild}
                        - {path: ./src, action: sync+exec, target: /app}
                        - {path: ./src, action: sync, target: /app, ingore: [x]}
                """);
        assertThat(run(folder, "up")).isEqualTo(2);
        assertThat(err()).contains("compose.yaml:3:12: the variable `TAG` is needed: say which");

        compose(Files.readString(folder.resolve("compose.yaml")).replace("${TAG:?say which}", "1"));
        assertThat(run(folder, "up")).isEqualTo(2);
        assertThat(err())
                .contains("compose.yaml:6:33: `action` is `snyc`", "did you mean `sync`?")
                .contains("compose.yaml:7:11: a rule with action `sync` has no `target`")
                .contains("compose.yaml:8:11: `path` of a rule of service `web` is " + folder.resolve("missing"))
                .contains("compose.yaml:9:11: a rule of service `web` has the action `rebuild`, but nothing is built")
                .contains("compose.yaml:10:11: a rule with action `sync+exec` has no `exec.command`")
                .contains("unknown key `ingore`", "did you mean `ignore`?");
    }

    @Test
    void pointsAtWhatIsWrongInTheExtension() throws Exception {
        compose("""
                services:
                  web:
                    image: web
                    x-devsync:
                      sync: [{path: src, target: /app}]
                      rnu: x
                      container: other
                """);
        assertThat(run(folder, "up")).isEqualTo(2);
        assertThat(err())
                .contains("compose.yaml:6:7: unknown key `rnu`", "did you mean `run`?")
                .contains("compose.yaml:7:18: `x-devsync` of service `web` has `container`");
    }

    @Test
    void readsOtherFilesByTheirNameOrTheirKeys() throws Exception {
        Files.writeString(folder.resolve("docker-compose.dev.yml"), WATCH);
        assertThat(run(folder, "plan", "-f", "docker-compose.dev.yml", "conf/a"))
                .as(err())
                .isZero();
        Files.writeString(folder.resolve("dev.yml"), WATCH);
        assertThat(run(folder, "plan", "-f", "dev.yml", "conf/a")).as(err()).isZero();
        assertThat(run(folder, "plan", "-f", "compose.missing.yml", "conf/a")).isEqualTo(2);
        assertThat(err()).contains("compose.missing.yml: there is no such file");
    }

    @Test
    void aDevsyncYamlIsCompleteByItself() throws Exception {
        compose("services: [not even one]");
        Files.writeString(folder.resolve("devsync.yaml"), """
                services: {api: {sync: [{path: src, target: /app}]}}
                """);
        assertThat(run(folder, "plan", "src/a")).isZero();
        assertThat(out()).contains("api");
    }

    @Test
    void saysWhatOnlyComposeCanResolve() throws Exception {
        compose("include: [\"https://example.com/other.git\"]\n" + WATCH);
        assertThat(run(folder, "plan", "conf/a")).as(err()).isZero();
        assertThat(err()).contains("include of https://example.com/other.git (line 1) is left out", "docker");
    }

    @Test
    void namesVariablesThatAreNotSet() throws Exception {
        compose(WATCH.replace("image: db", "image: db:$NOPE"));
        assertThat(run(folder, "plan", "conf/a")).isZero();
        assertThat(err()).contains("note: the variable NOPE is not set");
    }

    @Test
    void takesAFileThatGetsAnotherName() throws Exception {
        compose(WATCH
                + "    develop: {watch: [{path: package.json, action: sync+restart, target: /srv/other.json}]}\n");
        assertThat(run(folder, "plan", "package.json")).as(err()).isZero();
        assertThat(out()).contains("db").contains("container-restart");
        assertThat(err()).isEmpty();
    }

    @Test
    void saysThatAFolderIsMountedAlready() throws Exception {
        compose(WATCH.replace("    build: .\n", "    build: .\n    volumes: [.:/app]\n"));
        assertThat(run(folder, "plan", "conf/a")).isZero();
        assertThat(err()).contains(folder.resolve("src") + " is mounted at /app/src already, so it is not synced");
    }
}
