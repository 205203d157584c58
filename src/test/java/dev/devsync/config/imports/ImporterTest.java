package dev.devsync.config.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.devsync.config.ConfigException;
import dev.devsync.config.Reactions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files as the tools' own documentation shows them.
class ImporterTest {

    @TempDir
    private Path folder;

    private void file(String path, String text) throws Exception {
        Path file = folder.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private Imported imported() throws Exception {
        return Importer.importFrom(folder).orElseThrow();
    }

    private static List<String> rules(Imported imported) {
        return imported.rules().stream()
                .map(rule -> String.join(" ", rule.changed()) + (rule.exec() == null ? "" : ": " + rule.exec()) + " → "
                        + rule.action().keyword())
                .toList();
    }

    private static List<String> unknown(Imported imported) {
        return imported.keys().stream()
                .filter(key -> key.fate() == ImportedKey.Fate.UNKNOWN)
                .map(ImportedKey::key)
                .toList();
    }

    @Test
    void nothing() throws Exception {
        file("package.json", "{}");
        assertThat(Importer.importFrom(folder)).isEmpty();
    }

    @Test
    void everyKeyOfAir() throws Exception {
        file(".air.toml", """
                root = "."
                tmp_dir = "tmp"
                testdata_dir = "testdata"
                env_files = [".env"]

                [build]
                pre_cmd = ["go generate ./..."]
                cmd = "go build -o ./tmp/main ./cmd/api"
                post_cmd = ["echo bye"]
                entrypoint = ["./tmp/main", "serve"]
                full_bin = ""
                args_bin = ["--name", "a b"]
                log = "air.log"
                include_ext = ["go", "tpl"]
                include_dir = []
                include_file = ["config.yaml"]
                exclude_dir = ["assets", "tmp", "vendor"]
                exclude_file = ["cmd/gen.go"]
                exclude_regex = ["_test\\\\.go", "^gen/.*\\\\.pb\\\\.go$", "a(b|c)"]
                exclude_unchanged = true
                ignore_dangerous_root_dir = true
                follow_symlink = true
                poll = false
                poll_interval = 500
                delay = 200
                stop_on_error = true
                send_interrupt = true
                kill_delay = "1.5s"
                rerun = true
                rerun_delay = 500

                [[build.rules]]
                name = "templ"
                cmd = "templ generate"
                include_ext = ["templ"]

                [build.windows]
                bin = "tmp\\\\main.exe"

                [log]
                time = false
                main_only = false
                silent = false

                [color]
                main = "magenta"
                watcher = "cyan"

                [misc]
                clean_on_exit = true

                [screen]
                clear_on_rebuild = true
                keep_scroll = true

                [proxy]
                enabled = true
                proxy_port = 8090
                app_port = 8080
                app_start_timeout = 5000
                """);
        Imported imported = imported();
        assertThat(imported.tool()).isEqualTo("air");
        assertThat(imported.build()).isEqualTo("go generate ./... && go build -o ./tmp/main ./cmd/api");
        assertThat(imported.run()).isEqualTo("./tmp/main serve --name 'a b'");
        assertThat(imported.envFiles()).containsExactly(".env");
        assertThat(imported.ignore()).containsExactly("/tmp/");
        assertThat(imported.stopSignal()).isEqualTo("SIGINT");
        assertThat(imported.gracePeriod()).isEqualTo(Duration.ofMillis(1500));
        assertThat(imported.quiet()).isEqualTo(Duration.ofMillis(200));
        assertThat(imported.restart()).isEqualTo(Reactions.Restart.ON_FAILURE);
        assertThat(imported.port()).isEqualTo(8080);
        assertThat(imported.startTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(rules(imported))
                .containsExactly(
                        "/assets/** /vendor/** /testdata/** /cmd/gen.go *_test.go /gen/*.pb.go → none",
                        "*.templ: templ generate → build",
                        "/config.yaml *.go *.tpl → build",
                        "* → none");
        assertThat(unknown(imported)).isEmpty();
        assertThat(imported.keys())
                .extracting(ImportedKey::key)
                .contains("build.post_cmd", "color.watcher", "proxy.proxy_port", "screen.keep_scroll")
                .hasSize(42);
        assertThat(imported.lint())
                .hasSize(2)
                .anyMatch(sentence -> sentence.contains("a(b|c)"))
                .anyMatch(sentence -> sentence.contains("[build.windows]"));
    }

    @Test
    void whatAirAssumes() throws Exception {
        file(".air.toml", "[build]\ndelay = 1000\n");
        Imported imported = imported();
        assertThat(imported.build()).isEqualTo("go build -o ./tmp/main .");
        assertThat(imported.run()).isEqualTo("./tmp/main");
        assertThat(imported.quiet()).isNull();
        assertThat(rules(imported))
                .containsExactly(
                        "/assets/** /vendor/** /testdata/** *_test.go → none",
                        "*.go *.tpl *.tmpl *.html → build",
                        "* → none");
    }

    @Test
    void airsRootIsOfOneMachine() throws Exception {
        file(".air.toml", "root = \"/home/me/shop\"\n[build]\nfull_bin = \"APP_ENV=dev ./tmp/main\"\n");
        Imported imported = imported();
        assertThat(imported.workingDir()).isNull();
        assertThat(imported.run()).isEqualTo("APP_ENV=dev ./tmp/main");
        assertThat(imported.lint()).singleElement().asString().startsWith("root is /home/me/shop");
    }

    @Test
    void commonMistakesInAirsFile() throws Exception {
        file("internal/a.go", "package internal");
        file(".air.toml", """
                [build]
                cmd = "go build -o ./tmp/main ."
                bin = "./tmp/app"
                args_bin = ["-o", "x"]
                include_ext = ["html"]
                include_dir = ["internal"]
                exclude_dir = ["internal", "vendor"]
                poll = true
                delay = 1
                colour = 1
                """);
        Imported imported = imported();
        assertThat(unknown(imported)).containsExactly("build.colour");
        assertThat(imported.lint())
                .containsExactly(
                        "args_bin has -o: it goes to the app, not to `go build`; put it into cmd.",
                        "bin is deprecated in air in favour of entrypoint.",
                        "cmd builds ./tmp/main, but ./tmp/app is started: it stays as it was.",
                        "poll is on, as mounted folders need it: synced files need none.",
                        "delay is 1: a bare number is milliseconds.",
                        "internal is in include_dir and in exclude_dir: it is excluded.",
                        "exclude_dir has internal, which has Go sources: changes there build nothing.",
                        "include_ext has no go: changes to Go sources build nothing.");
    }

    @Test
    void brokenFiles() throws Exception {
        file("nodemon.json", "{\n  \"watch\": [}\n");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(this::imported)
                .satisfies(e -> assertThat(e.problems().getFirst().line()).isEqualTo(2))
                .withMessageContaining("nodemon.json:2:")
                .withMessageContaining("not valid JSON");
        file(".realize.yaml", "schema: [\n");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(this::imported)
                .withMessageContaining(".realize.yaml:2:1: not valid YAML");
        file("runner.conf", "root: .\nnonsense\n");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(this::imported)
                .withMessageContaining("runner.conf:2:1: no `key: value`, but `nonsense`");
        file(".air.toml", "[build]\ncmd = \n");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(this::imported)
                .withMessageContaining(".air.toml:2:")
                .withMessageContaining("not valid TOML");
    }

    @Test
    void everyKeyOfFresh() throws Exception {
        file("runner.conf", """
                root:              .
                tmp_path:          ./tmp
                build_name:        runner-build
                build_log:         runner-build-errors.log
                valid_ext:         .go, .tpl, .tmpl, .html
                no_rebuild_ext:    .tpl, .tmpl, .html
                ignored:           assets, tmp
                build_delay:       400
                colors:            1
                log_color_main:    cyan
                log_color_build:   yellow
                """);
        Imported imported = imported();
        assertThat(imported.build()).isEqualTo("mkdir -p ./tmp && go build -o ./tmp/runner-build .");
        assertThat(imported.run()).isEqualTo("./tmp/runner-build");
        assertThat(imported.quiet()).isEqualTo(Duration.ofMillis(400));
        assertThat(rules(imported))
                .containsExactly("/assets/** → none", "*.tpl *.tmpl *.html → restart", "*.go → build", "* → none");
        assertThat(imported.keys()).hasSize(11);
        assertThat(unknown(imported)).isEmpty();
        assertThat(imported.lint()).isEmpty();
        file("runner.conf", "valid_ext: .html\nno_rebuild_ext: .css\nbuild_delay: 1s\n");
        assertThat(imported().lint())
                .containsExactly(
                        "build_delay is 1s: fresh takes a number of milliseconds.",
                        "valid_ext has no .go: changes to Go sources build nothing.",
                        "no_rebuild_ext has .css, which valid_ext has not: it is not watched.");
    }

    @Test
    void freshWatchesAFolder() throws Exception {
        file("runner.conf", "root: .\nwatch_path: ./cmd/\nignore: gen\nno_rebuild_ext: .html\nlog_color_app:\n");
        Imported imported = imported();
        assertThat(rules(imported))
                .containsExactly(
                        "/gen/** → none",
                        "/cmd/**/*.html → restart",
                        "/cmd/**/*.go /cmd/**/*.tpl /cmd/**/*.tmpl → build",
                        "* → none");
        assertThat(unknown(imported)).isEmpty();
    }

    @Test
    void realize() throws Exception {
        file(".realize.yaml", """
                settings:
                  legacy: {force: false, interval: 0s}
                server: {status: false, open: false, port: 5000, host: localhost}
                schema:
                  - name: coin
                    path: .
                    env: {MYSQL: "3306"}
                    args: ["--port", "80"]
                    commands:
                      vet: {status: true}
                      fmt: {status: true, args: ["-s", "-w"]}
                      install: {status: true, args: [-race]}
                      run: {status: true}
                    watcher:
                      extensions: [go, tpl]
                      paths: [/]
                      ignored_paths: [.git, vendor]
                      scripts:
                        - {type: before, command: make assets}
                        - {type: after, command: notify-send done, global: true}
                    errorOutputPattern: mypattern
                  - name: other
                    path: other
                """);
        Imported imported = imported();
        assertThat(imported.build()).isEqualTo("make assets && go vet ./... && go build -o /tmp/coin -race .");
        assertThat(imported.run()).isEqualTo("/tmp/coin --port 80");
        assertThat(imported.env()).isEqualTo(Map.of("MYSQL", "3306"));
        assertThat(rules(imported)).containsExactly("/.git/** /vendor/** → none", "*.go *.tpl → build", "* → none");
        assertThat(unknown(imported)).isEmpty();
        assertThat(imported.lint()).singleElement().asString().contains("schema has 2 projects: coin is imported");
    }

    @Test
    void nodemon() throws Exception {
        file("src/server.ts", "");
        file("nodemon.json", """
                {
                  // comments are common here
                  "verbose": true,
                  "restartable": "rs",
                  "ignore": ["*.test.js", "fixtures/*"],
                  "watch": ["src", "config.json"],
                  "ext": "ts,json",
                  "exec": "ts-node {{filename}}",
                  "execMap": {"rb": "ruby"},
                  "delay": 2500,
                  "signal": "SIGHUP",
                  "env": {"NODE_ENV": "development"},
                  "events": {"restart": "osascript -e beep"},
                  "legacyWatch": true,
                  "ignoreRoot": [".git"],
                }
                """);
        file("config.json", "{}");
        file("package.json", "{\"main\": \"src/server.ts\"}");
        Imported imported = imported();
        assertThat(imported.run()).isEqualTo("ts-node src/server.ts");
        assertThat(imported.build()).isNull();
        assertThat(imported.quiet()).isEqualTo(Duration.ofMillis(2500));
        assertThat(imported.stopSignal()).isEqualTo("SIGHUP");
        assertThat(imported.env()).isEqualTo(Map.of("NODE_ENV", "development"));
        assertThat(rules(imported))
                .containsExactly(
                        "*.test.js fixtures/* → none",
                        "/config.json /src/**/*.ts /src/**/*.json → restart",
                        "* → none");
        assertThat(imported.keys()).hasSize(13);
        assertThat(unknown(imported)).isEmpty();
        assertThat(imported.lint())
                .containsExactly("legacyWatch is on, as mounted folders need it: synced files need none.");
    }

    @Test
    void nodemonStartsWhatIsNamed() throws Exception {
        file("nodemon.json", """
                {"script": "./test/app.py", "exec": "node", "execMap": {"py": "python"}, "watch": ["*.*"], "stdin": true,
                 "execOptions": {"exec": "node"}}
                """);
        file("package.json", "{\"main\": \"index.js\"}");
        assertThat(imported().run()).isEqualTo("node ./test/app.py");
        assertThat(unknown(imported())).isEmpty();
        file("nodemon.json", "{\"script\": \"app.py\", \"execMap\": {\"py\": \"python -u\"}}");
        assertThat(imported().run()).isEqualTo("python -u app.py");
        assertThat(rules(imported())).first().isEqualTo("*.py *.json → restart");
        file("nodemon.json", "{\"exec\": \"npm start\"}");
        assertThat(imported().run()).isEqualTo("npm start");
        file("package.json", "{\"scripts\": {\"dev\": \"nodemon src/app.ts\"}}");
        file("nodemon.json", "{\"exec\": \"ts-node\"}");
        assertThat(imported().run()).isEqualTo("ts-node src/app.ts");
        file("package.json", "{\"scripts\": {\"start\": \"node server.js\"}}");
        file("nodemon.json", "{}");
        assertThat(imported().run()).isEqualTo("node server.js");
    }

    @Test
    void nodemonInPackageJson() throws Exception {
        file("package.json", """
                {"main": "index.js", "scripts": {"dev": "nodemon --inspect app/server.js"},
                 "nodemonConfig": {"delay": 2, "watch": ["nowhere"], "exec": ""}}
                """);
        Imported imported = imported();
        assertThat(imported.run()).isEqualTo("node app/server.js");
        assertThat(rules(imported).getFirst()).startsWith("/nowhere/**/*.js ");
        assertThat(imported.lint())
                .containsExactly(
                        "delay is 2, which is milliseconds in this file; seconds they are on the command line only.",
                        "watch has nowhere, which is not there.");
    }
}
