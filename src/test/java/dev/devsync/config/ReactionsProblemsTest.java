package dev.devsync.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each way to get builds, apps and rules wrong, and what is said about it. The first line after the service's own is
/// line 4 of the file.
class ReactionsProblemsTest {

    @TempDir
    private Path folder;

    private String said(String reactions) throws Exception {
        return saidOf("services:\n  api:\n    sync: [{path: ., target: /app}]\n" + reactions.indent(4));
    }

    private String saidOf(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("devsync.yaml"), yaml);
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigFile.read(file, Map.of()));
        assertThat(e).as("the file was read").isNotNull();
        return e.problems().stream()
                .map(problem ->
                        problem.toString().replace(folder + "/", "").replace(System.lineSeparator() + "  ", " | "))
                .collect(joining("\n"));
    }

    @Test
    void unknownKeys() throws Exception {
        assertThat(said("stop_singal: SIGTERM"))
                .isEqualTo(
                        "devsync.yaml:4:5: unknown key `stop_singal` in service `api` | did you mean `stop_signal`?");
        assertThat(said("build: {comand: make}"))
                .startsWith("devsync.yaml:4:12: `build` of service `api` has no `command` | ")
                .endsWith("devsync.yaml:4:13: unknown key `comand` in `build` of service `api`"
                        + " | did you mean `command`?");
        assertThat(said("on: [{change: [a], action: none}]")).contains("| did you mean `changed`?");
        assertThat(said("ready: {port: 80, tcp: 80}"))
                .endsWith("| known in `ready`: `command`, `tcp`, `http`, `log`, `timeout`");
        assertThat(said("tcp: 80")).endsWith("| `tcp` belongs in `ready`");
        assertThat(said("timeout: 3s"))
                .endsWith("| `timeout` belongs in a command that is written as a mapping or in `ready`");
    }

    @Test
    void commandsThatAreNone() throws Exception {
        String advice = " | write a line, as in make, or a list of words, as in [make, all]";
        assertThat(said("build: ''"))
                .isEqualTo("devsync.yaml:4:12: `build` of service `api` is no command, but ``" + advice);
        assertThat(said("run: []"))
                .isEqualTo("devsync.yaml:4:10: `run` of service `api` is no command, but a list" + advice);
        assertThat(said("run: [go, [run]]"))
                .startsWith("devsync.yaml:4:15: a word of `run` of service `api` must be text, but is a list | ");
        assertThat(said("run: ['', x]")).startsWith("devsync.yaml:4:10: `run` of service `api` names no program | ");
    }

    @Test
    void whatMeansNothingThere() throws Exception {
        assertThat(said("run: {command: a, timeout: 3s}"))
                .isEqualTo("devsync.yaml:4:32: `timeout` means nothing in `run` of service `api`"
                        + " | leave it out: the app runs until it is stopped; `on` says what restarts it");
        assertThat(said("on: [{changed: a, exec: {command: b, inputs: [a]}}]"))
                .contains("`inputs` means nothing in `exec` of a rule of service `api`");
    }

    @ParameterizedTest
    @CsvSource({
        "5, 'is `5`, which has no unit'",
        "5 minutes, 'is `5 minutes`, which is no duration'",
        "-5s, 'is `-5s`, which is no duration'",
        "1s2, 'is `1s2`, which is no duration'",
        "9999999h, 'is `9999999h`, which is longer than a year'"
    })
    void durationsThatAreNone(String written, String why) throws Exception {
        assertThat(said("stop_grace_period: " + written))
                .isEqualTo("devsync.yaml:4:24: `stop_grace_period` " + why
                        + " | write a number and a unit (ms, s, m, h), as in 500ms, 5s or 1m30s");
    }

    @Test
    void noTimeAtAll() throws Exception {
        assertThat(said("ready: {tcp: 80, timeout: 0s}"))
                .startsWith("devsync.yaml:4:31: `timeout` is `0s`, which is no time at all | ");
    }

    @Test
    void variablesThatAreNone() throws Exception {
        assertThat(said("env: {A B: c}"))
                .isEqualTo("devsync.yaml:4:11: `A B` is no name for a variable | write NAME: value, or - NAME=value");
        assertThat(said("env: {A: [c]}"))
                .startsWith("devsync.yaml:4:14: the variable `A` must be text, but is a list | ");
        assertThat(said("env: [=c]")).startsWith("devsync.yaml:4:11: `` is no name for a variable | ");
    }

    @Test
    void anEnvFileThatIsNotThere() throws Exception {
        assertThat(said("env_file: dev.env"))
                .isEqualTo("devsync.yaml:4:15: `env_file` is `dev.env`, but there is no file dev.env"
                        + " | create it, or correct the path: it is relative to the folder of this file");
    }

    @Test
    void anEnvFileThatIsWrong() throws Exception {
        Files.writeString(folder.resolve("dev.env"), "# x\nA=1\nB C=2\nD=\"open\n");
        assertThat(said("env_file: dev.env").lines())
                .containsExactly(
                        "dev.env:3:1: `B C` is no name for a variable | write NAME=value",
                        "dev.env:4:3: a quote is opened and never closed | close it with \"");
    }

    @Test
    void signalsThatAreNone() throws Exception {
        assertThat(said("stop_signal: SIGTREM"))
                .isEqualTo("devsync.yaml:4:18: `stop_signal`: `SIGTREM` is no signal that can be sent"
                        + " | write its name, as in SIGTERM or SIGHUP");
        assertThat(said("run: a\non: [{changed: b, action: signal}]"))
                .isEqualTo("devsync.yaml:5:31: a rule of service `api` has the action `signal`, but no `signal`"
                        + " | add `signal:` with its name, as in SIGHUP");
        assertThat(said("run: a\non: [{changed: b, action: restart, signal: HUP}]"))
                .isEqualTo("devsync.yaml:5:48: `signal` is for the action `signal`, but the action is `restart`"
                        + " | write action: signal, or leave `signal` out");
    }

    @Test
    void rulesThatAreNone() throws Exception {
        assertThat(said("on: []"))
                .isEqualTo("devsync.yaml:4:9: `on` of service `api` has no rule"
                        + " | leave `on` out for the rules that suit the project, or write a rule for \"*\"");
        assertThat(said("on: [{action: none}]"))
                .startsWith("devsync.yaml:4:10: a rule of service `api` has no pattern in `changed` | ");
        assertThat(said("on: [{changed: [], action: none}]"))
                .startsWith("devsync.yaml:4:20: a rule of service `api` has no pattern in `changed` | ");
        assertThat(said("on: [{changed: a}]"))
                .isEqualTo("devsync.yaml:4:10: a rule of service `api` has no `action` | add `action:` with one of"
                        + " none, reload, signal, restart, build, container-restart, rebuild");
        assertThat(said("on: [{changed: a, action: relod}]"))
                .isEqualTo("devsync.yaml:4:31: `action` is `relod`, which is no action | did you mean `reload`?");
        assertThat(said("on: [{changed: a, action: sync}]")).endsWith("| write none: what is synced is always synced");
        assertThat(said("on: [{changed: ['', ./a, ../b], action: none}]").lines())
                .containsExactly(
                        "devsync.yaml:4:21: a pattern of `changed` is empty | write a pattern, as in \"*.go\"",
                        "devsync.yaml:4:25: the pattern `./a` matches nothing: no path starts with a dot and a slash"
                                + " | write /a for this place only",
                        "devsync.yaml:4:30: the pattern `../b` matches nothing: no path starts with a dot and a slash"
                                + " | patterns are relative to the folder of the sync");
    }

    @Test
    void actionsThatCannotBeDone() throws Exception {
        assertThat(said("on: [{changed: a, action: restart}]"))
                .isEqualTo("devsync.yaml:4:31: the action is `restart`, but service `api` has no `run`, so there is no"
                        + " app of devsync's | add `run:` with the command that starts the app,"
                        + " or write action: container-restart");
        assertThat(said("run: a\non: [{changed: a, action: build}]"))
                .isEqualTo("devsync.yaml:5:31: the action is `build`, but service `api` has no `build`, so there is"
                        + " nothing to build | add `build:` with the command that builds, or write action: restart");
        assertThat(saidOf("""
                services:
                  api:
                    local: true
                    sync: [{path: ., target: /nowhere}]
                    on: [{changed: a, action: rebuild}]
                """)).contains("the action is `rebuild`, but service `api` has no container: it is `local`");
        assertThat(said("restart: on-failure"))
                .startsWith("devsync.yaml:4:14: service `api` has `restart`, but no `run`, so devsync starts no app");
        assertThat(said("run: a\nrestart: always"))
                .isEqualTo("devsync.yaml:5:14: `restart` is `always`, which is no way to restart"
                        + " | known: `no`, `on-failure`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "http", "-1", "8080/tcp", "99999999999"})
    void portsThatAreNone(String port) throws Exception {
        assertThat(said("ready: {tcp: " + port + "}"))
                .isEqualTo("devsync.yaml:4:18: `tcp` is `" + port + "`, which is no port"
                        + " | write the port that the app listens on in the container: 1 to 65535");
    }

    @Test
    void waysToBeReadyThatAreNone() throws Exception {
        assertThat(said("ready: {timeout: 3s}"))
                .isEqualTo("devsync.yaml:4:12: `ready` of service `api` says nothing to look at"
                        + " | give one of `tcp`, `http`, `log`, `command`");
        assertThat(said("ready: {tcp: 80, log: x}"))
                .startsWith("devsync.yaml:4:27: `ready` of service `api` has both `tcp` and `log` | ");
        assertThat(said("ready: {log: 'a ('}"))
                .startsWith("devsync.yaml:4:18: `log` is `a (`, which is no regular expression: Unclosed group | ");
        assertThat(said("ready: {http: localhost:80}"))
                .isEqualTo("devsync.yaml:4:19: `http` is `localhost:80`, which is no address that can be asked"
                        + " | write the address as the container sees it, as in http://localhost:8080/healthz");
        assertThat(said("ready: {http: 'https://localhost/'}"))
                .endsWith("| ask by http://, or write `command: curl -fsk https://localhost/`");
    }

    @Test
    void hooksThatAreNone() throws Exception {
        assertThat(said("post_sync: {}"))
                .isEqualTo("devsync.yaml:4:16: `post_sync` of service `api` says nothing to run"
                        + " | give `host` or `container`, or both");
    }

    @Test
    void dependenciesThatCannotBe() throws Exception {
        assertThat(said("depends_on: [apj]"))
                .isEqualTo("devsync.yaml:4:18: `depends_on` names `apj`, which is no service of this file"
                        + " | did you mean `api`?");
        assertThat(saidOf("""
                services:
                  a: {sync: [{path: ., target: /app}], depends_on: [b]}
                  b: {sync: [{path: ., target: /app}], depends_on: [c]}
                  c: {sync: [{path: ., target: /app}], depends_on: [b]}
                  d: {sync: [{path: ., target: /app}], depends_on: [d]}
                """).lines())
                .containsExactly(
                        "devsync.yaml:4:53: `depends_on` goes in a circle: b → c → b"
                                + " | take one of them out: none of these services could ever be first",
                        "devsync.yaml:5:53: `depends_on` goes in a circle: d → d"
                                + " | take one of them out: none of these services could ever be first");
    }
}
