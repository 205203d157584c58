package dev.devsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.tree.StopSignal;
import dev.devsync.tree.TargetPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read about builds, apps and rules.
class ReactionsConfigTest {

    private static final TargetPath APP = new TargetPath("/app");
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private Reactions read(String reactions) throws Exception {
        Path file = Files.writeString(
                folder.resolve("devsync.yaml"),
                "services:\n  api:\n    sync: [{path: ., target: /app}]\n" + reactions.indent(4));
        return ConfigFile.read(file, Map.of("TOKEN", "secret"))
                .services()
                .getFirst()
                .reactions();
    }

    private static Step step(List<String> command, String text, Duration timeout) {
        return new Step(command, text, APP, null, Map.of(), timeout, List.of(), List.of());
    }

    @Test
    void readsEveryKey() throws Exception {
        Files.writeString(folder.resolve("a.env"), "MODE=file\nLEVEL=1\n");
        Files.writeString(folder.resolve("b.env"), "LEVEL=2\n");
        Map<String, String> service = Map.of("MODE", "dev", "LEVEL", "2", "TOKEN", "secret");
        TargetPath src = new TargetPath("/app/src");
        Reactions reactions = read("""
                build:
                  command: [go, build, -o, /tmp/api, .]
                  working_dir: cmd
                  user: 0
                  env: [LEVEL=3]
                  timeout: 1m30s
                  inputs: "*.go"
                  outputs: [/tmp/api, static]
                run: /tmp/api --port 8080
                env: {MODE: dev, TOKEN: }
                env_file: [a.env, b.env]
                working_dir: src
                user: app
                stop_signal: sigint
                stop_grace_period: 2.5s
                restart: on-failure
                ready: {http: "http://localhost:8080/healthz", timeout: 5s}
                quiet: 100ms
                on:
                  - changed: [go.mod, go.sum]
                    exec: go mod download && go vet ./...
                    action: build
                  - {changed: "*.toml", action: signal, signal: HUP}
                  - {changed: schema.sql, exec: make migrate}
                post_sync: {host: "echo done", container: [touch, /tmp/x]}
                """);
        Step hook = new Step(
                List.of("touch", "/tmp/x"), "touch /tmp/x", src, "app", service, TEN_MINUTES, List.of(), List.of());
        assertThat(reactions)
                .isEqualTo(new Reactions(
                        new Step(
                                List.of("go", "build", "-o", "/tmp/api", "."),
                                "go build -o /tmp/api .",
                                new TargetPath("/app/src/cmd"),
                                "0",
                                Map.of("MODE", "dev", "LEVEL", "3", "TOKEN", "secret"),
                                Duration.ofSeconds(90),
                                List.of("*.go"),
                                List.of(new TargetPath("/tmp/api"), new TargetPath("/app/src/cmd/static"))),
                        new Step(
                                List.of("/tmp/api", "--port", "8080"),
                                "/tmp/api --port 8080",
                                src,
                                "app",
                                service,
                                null,
                                List.of(),
                                List.of()),
                        List.of(
                                new Rule(
                                        List.of("go.mod", "go.sum"),
                                        new Step(
                                                List.of("sh", "-c", "go mod download && go vet ./..."),
                                                "go mod download && go vet ./...",
                                                src,
                                                "app",
                                                service,
                                                TEN_MINUTES,
                                                List.of(),
                                                List.of()),
                                        Action.BUILD,
                                        null,
                                        23),
                                new Rule(List.of("*.toml"), null, Action.SIGNAL, "HUP", 26),
                                new Rule(
                                        List.of("schema.sql"),
                                        new Step(
                                                List.of("make", "migrate"),
                                                "make migrate",
                                                src,
                                                "app",
                                                service,
                                                TEN_MINUTES,
                                                List.of(),
                                                List.of()),
                                        Action.NONE,
                                        null,
                                        27)),
                        new Ready(new Ready.Check.Http("http://localhost:8080/healthz"), Duration.ofSeconds(5)),
                        new StopSignal("INT", Duration.ofMillis(2500)),
                        Reactions.Restart.ON_FAILURE,
                        Duration.ofMillis(100),
                        new Reactions.Hooks("echo done", hook),
                        List.of()));
    }

    @Test
    void takesDefaults() throws Exception {
        assertThat(read("")).isEqualTo(Reactions.NONE);
        Reactions reactions = read("build: make\nrun: ./app\n");
        assertThat(reactions)
                .isEqualTo(new Reactions(
                        step(List.of("make"), "make", TEN_MINUTES),
                        new Step(List.of("./app"), "./app", APP, null, Map.of(), null, List.of(), List.of()),
                        List.of(),
                        null,
                        StopSignal.DEFAULT,
                        Reactions.Restart.NO,
                        Duration.ofMillis(20),
                        Reactions.Hooks.NONE,
                        List.of()));
    }

    @Test
    void readsEachWayToBeReady() throws Exception {
        assertThat(read("ready: {tcp: 8080}").ready())
                .isEqualTo(new Ready(new Ready.Check.Tcp(8080), Duration.ofSeconds(30)));
        assertThat(read("ready: {log: 'listening on \\d+'}").ready())
                .isEqualTo(new Ready(new Ready.Check.Log("listening on \\d+"), Duration.ofSeconds(30)));
        Reactions reactions = read("ready: {command: test -e /tmp/up}");
        assertThat(reactions.ready())
                .isEqualTo(new Ready(
                        new Ready.Check.Command(new Step(
                                List.of("test", "-e", "/tmp/up"),
                                "test -e /tmp/up",
                                APP,
                                null,
                                Map.of(),
                                null,
                                List.of(),
                                List.of())),
                        Duration.ofSeconds(30)));
    }

    @Test
    void readsDependencies() throws Exception {
        Path file = Files.writeString(folder.resolve("devsync.yaml"), """
                services:
                  web: {sync: [{path: ., target: /app}], depends_on: [api, lib]}
                  api: {sync: [{path: ., target: /app}], depends_on: lib}
                  lib: {sync: [{path: ., target: /app}]}
                """);
        assertThat(ConfigFile.read(file, Map.of()).services())
                .extracting(service -> service.reactions().dependsOn())
                .containsExactly(List.of("api", "lib"), List.of("lib"), List.of());
    }

    @Test
    void leavesTheShellOutWhereItCan() throws Exception {
        assertThat(CommandText.command("  go run ./cmd/api   -p 80 "))
                .containsExactly("go", "run", "./cmd/api", "-p", "80");
        assertThat(CommandText.command("npm run dev -- --host=0.0.0.0"))
                .containsExactly("npm", "run", "dev", "--", "--host=0.0.0.0");
        for (String line : List.of(
                "a && b",
                "echo $HOME",
                "cat *.txt",
                "echo 'a b'",
                "a | b",
                "a; b",
                "PORT=1 app",
                "cd web",
                "exec app",
                "~/bin/app",
                "a > b",
                "a\nb",
                "echo \"x\"",
                "a & ",
                "ls [a]")) {
            assertThat(CommandText.command(line)).as(line).containsExactly("sh", "-c", line.strip());
        }
    }
}
