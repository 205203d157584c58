package dev.devsync.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each way to get the file wrong, and what is said about it.
class ConfigProblemsTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void somethingToSync() throws Exception {
        file = folder.resolve("devsync.yaml");
        Files.createDirectories(folder.resolve("web/static"));
        Files.createFile(folder.resolve("main.go"));
    }

    /// What is said about the file, a problem on one line, without the folder that differs from run to run.
    private String said(String yaml) throws Exception {
        Files.writeString(file, yaml);
        return said(Map.of());
    }

    private String said(Map<String, String> environment) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigFile.read(file, environment));
        assertThat(e).as("the file was read").isNotNull();
        return e.problems().stream()
                .map(problem ->
                        problem.toString().replace(folder + "/", "").replace(System.lineSeparator() + "  ", " | "))
                .collect(joining("\n"));
    }

    private static String service(String... lines) {
        return "services:\n  api:\n"
                + List.of(lines).stream().map(line -> "    " + line + "\n").collect(joining());
    }

    private static String sync(String... lines) {
        return "services:\n  api:\n    sync:\n      - path: .\n        target: /app\n"
                + List.of(lines).stream().map(line -> "        " + line + "\n").collect(joining());
    }

    @Test
    void anEmptyFile() throws Exception {
        String empty =
                "devsync.yaml: the file is empty | start with: services: {api: {sync: [{path: ., target: /app}]}}";
        assertThat(said("")).isEqualTo(empty);
        assertThat(said("# nothing but this\n")).isEqualTo(empty);
    }

    @Test
    void noFile() {
        assertThat(said(Map.of()))
                .isEqualTo("devsync.yaml: there is no such file | check the path, or create the file");
    }

    @Test
    void aFolderInPlaceOfTheFile() throws Exception {
        Files.createDirectory(file);
        assertThat(said(Map.of()))
                .isEqualTo("devsync.yaml: the file cannot be read: Is a directory"
                        + " | check that it is a file and that you may read it");
    }

    @Test
    void notText() throws Exception {
        Files.write(file, "services: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(said(Map.of())).isEqualTo("devsync.yaml: the file is not UTF-8 text | save it as UTF-8");
    }

    @Test
    void notAMapping() throws Exception {
        assertThat(said("- a\n")).startsWith("devsync.yaml:1:1: the file must be a mapping, but is a list | ");
        assertThat(said("hello")).startsWith("devsync.yaml:1:1: the file must be a mapping, but is `hello` | ");
        assertThat(said("services: [api]\n"))
                .startsWith("devsync.yaml:1:11: `services` must be a mapping, but is a list | ");
        assertThat(said(service("sync: [x]")))
                .startsWith("devsync.yaml:3:12: a sync of service `api` must be a mapping, but is `x` | ");
    }

    @Test
    void notYaml() throws Exception {
        assertThat(said("services:\n\tapi:\n"))
                .isEqualTo("devsync.yaml:2:1: not valid YAML: found character '\\t(TAB)' that cannot start any token."
                        + " (Do not use \\t(TAB) for indentation) | indent with spaces: YAML allows no tabs there");
        assertThat(said("services:\n  api:\n    sync: [\n"))
                .startsWith("devsync.yaml:4:1: not valid YAML: expected the node content, but found '<stream end>'");
        assertThat(said(sync("ignore: [*.log]")))
                .startsWith("devsync.yaml:6:19: not valid YAML: unexpected character found .(46)"
                        + " | quote text that starts with one of *");
        assertThat(said("a: 1\n---\nb: 2\n")).startsWith("devsync.yaml:2:1: not valid YAML: ");
    }

    @Test
    void aFileThatIsMadeToExhaustMemory() throws Exception {
        StringBuilder bomb = new StringBuilder("x-a0: &a0 [1]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("x-a%d: &a%d [*a%d, *a%d, *a%d]%n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThat(said(bomb.toString())).contains("Number of aliases for non-scalar nodes exceeds");
        assertThat(said("x: " + "a".repeat(1_100_000))).contains("exceeds");
        assertThat(said("x-deep: " + "[".repeat(100_000)))
                .isEqualTo("devsync.yaml:1:108: lists and mappings are nested more than 100 deep"
                        + " | check that the file is the one you meant");
        assertThat(said("services: &s {api: {<<: *s}}")).contains("unknown key `api` in service `api`");
    }

    @Test
    void keysThatAreNotKnown() throws Exception {
        assertThat(said("service: {}\nservices: {api: {sync: [{path: ., target: /a}]}}"))
                .isEqualTo("devsync.yaml:1:1: unknown key `service` in the file | did you mean `services`?");
        assertThat(said("services: {api: {sync: [{path: ., target: /a}]}}\nversion: 3"))
                .isEqualTo("devsync.yaml:2:1: unknown key `version` in the file"
                        + " | known at the top of the file: `name`, `toolbox`, `services`");
        assertThat(said(sync("taget: /b")))
                .isEqualTo("devsync.yaml:6:9: unknown key `taget` in a sync of service `api` | did you mean `target`?");
        assertThat(said(sync("Ignored: []"))).endsWith("| did you mean `ignore`?");
        assertThat(said(sync("container: x"))).endsWith("| `container` belongs in a service or in `post_sync`");
        assertThat(said(service("path: .", "sync: [{path: ., target: /app}]")))
                .isEqualTo("devsync.yaml:3:5: unknown key `path` in service `api` | `path` belongs in a sync");
        assertThat(said(sync("x-mine: 1")))
                .contains("unknown key `x-mine`")
                .endsWith("| known in a sync: `path`, `target`, `ignore`, `include`, `gitignore`, `mode`, `owner`,"
                        + " `max_delete`, `verify_every`, `watch`");
    }

    @Test
    void keysThatAreThereTwice() throws Exception {
        assertThat(said(sync("target: /b")))
                .isEqualTo("devsync.yaml:6:9: the key `target` is there twice | keep one of them");
        assertThat(said("services:\n  a: {sync: [{path: ., target: /a}]}\n  a: {sync: [{path: ., target: /a}]}\n"))
                .isEqualTo("devsync.yaml:3:3: the key `a` is there twice | keep one of them");
    }

    @Test
    void keysThatAreNoText() throws Exception {
        assertThat(said(sync("? [a, b]", ": 1")))
                .isEqualTo("devsync.yaml:6:11: a key must be text, but is a list | write one word");
    }

    @Test
    void aMergeOfSomethingElse() throws Exception {
        assertThat(said(sync("<<: 1")))
                .isEqualTo(
                        "devsync.yaml:6:13: `<<` must merge a mapping, but has `1` | write an alias, as in <<: *name");
    }

    @Test
    void noServices() throws Exception {
        String advice = "add `services:` with the services to sync to, each with a `sync` list";
        assertThat(said("name: shop\n")).isEqualTo("devsync.yaml:1:1: the file has no `services` | " + advice);
        assertThat(said("name: shop\nservices:\n"))
                .isEqualTo("devsync.yaml:2:1: the file has no `services` | " + advice);
        assertThat(said("services: {}\n")).isEqualTo("devsync.yaml:1:11: `services` names no service | " + advice);
    }

    @Test
    void noSync() throws Exception {
        String advice = "add `sync:` with a list of folders, as in [{path: ., target: /app}]";
        assertThat(said("services:\n  api:\n")).isEqualTo("devsync.yaml:2:3: service `api` has no `sync` | " + advice);
        assertThat(said(service("container: x")))
                .isEqualTo("devsync.yaml:2:3: service `api` has no `sync` | " + advice);
        assertThat(said(service("sync:"))).isEqualTo("devsync.yaml:3:5: service `api` has no `sync` | " + advice);
        assertThat(said(service("sync: []"))).isEqualTo("devsync.yaml:3:11: service `api` has no `sync` | " + advice);
        assertThat(said(service("sync: {path: ., target: /app}")))
                .isEqualTo("devsync.yaml:3:11: `sync` must be a list, but is a mapping"
                        + " | write `- ` before each item, or put the items in [ ]");
    }

    @Test
    void aNameThatNamesNoService() throws Exception {
        assertThat(said("services:\n  my api: {sync: [{path: ., target: /a}]}\n"))
                .isEqualTo(
                        "devsync.yaml:2:3: `my api` is no name for a service | use letters, digits, `.`, `_` and `-`");
    }

    @Test
    void aNameThatNamesNoProject() throws Exception {
        String rule = "use lower-case letters, digits, - and _, starting with a letter or digit";
        String rest = "services: {api: {sync: [{path: ., target: /a}]}}\n";
        assertThat(said("name: My Shop\n" + rest))
                .isEqualTo(
                        "devsync.yaml:1:7: `name` is `My Shop`, which Compose takes for no project's name | " + rule);
        Files.writeString(file, rest);
        assertThat(said(Map.of("COMPOSE_PROJECT_NAME", "A")))
                .isEqualTo("devsync.yaml: COMPOSE_PROJECT_NAME is `A`, which Compose takes for no project's name | "
                        + rule);
        assertThat(said("name: [a]\n" + rest))
                .isEqualTo("devsync.yaml:1:7: `name` must be text, but is a list | write one value, quoted if need be");
    }

    @Test
    void aFolderThatNamesNoProject() throws Exception {
        file = Files.createDirectory(folder.resolve("日本")).resolve("devsync.yaml");
        assertThat(said("services: {api: {sync: [{path: ., target: /a}]}}\n"))
                .endsWith("devsync.yaml: no project's name can be made of the folder's name"
                        + " | add `name:` at the top of the file");
    }

    @Test
    void moreThanOnePlace() throws Exception {
        String sync = "sync: [{path: web, target: /app}]";
        assertThat(said(service("container: x", "label: a=b", sync)))
                .isEqualTo("devsync.yaml:4:12: service `api` has both `container` and `label`,"
                        + " but can be in one place only | keep one of them");
        assertThat(said(service("local: true", "container: x", sync)))
                .startsWith("devsync.yaml:3:12: service `api` has both `container` and `local`,");
    }

    @Test
    void podsThatAreNone() throws Exception {
        String sync = "sync: [{path: web, target: /app}]";
        assertThat(said(service("pod: a=b", "label: c=d", sync)))
                .isEqualTo("devsync.yaml:3:10: service `api` has both `label` and `pod`,"
                        + " but can be in one place only | keep one of them");
        assertThat(said(service("pod: \"\"", sync)))
                .isEqualTo("devsync.yaml:3:10: `pod` names nothing | write a label selector, as in app=api");
        assertThat(said(service("pod: -x", sync)))
                .isEqualTo("devsync.yaml:3:10: `pod` is `-x`, which is no label selector"
                        + " | write labels, as in app=api or app=api,tier=web; a pod's name is no label");
        assertThat(said(service("pod: a=b", "container: \"\"", sync)))
                .isEqualTo("devsync.yaml:4:16: `container` names nothing | write the container's name");
        assertThat(said(service("pod: a=b", "namespace: Dev Team", sync)))
                .isEqualTo(
                        "devsync.yaml:4:16: `namespace` is `Dev Team`, which names no namespace"
                                + " | use lower-case letters, digits and hyphens; `kubectl get namespaces` lists what there is");
        assertThat(said(service("pod: a=b", "context: \"\"", sync)))
                .isEqualTo("devsync.yaml:4:14: `context` names nothing"
                        + " | `kubectl config get-contexts` lists what there is");
        assertThat(said(service("namespace: dev", sync)))
                .isEqualTo("devsync.yaml:3:16: service `api` has `namespace`, which means something for pods only"
                        + " | say which pods with `pod: \"app=NAME\"`, or take it out");
    }

    @Test
    void placesThatAreNone() throws Exception {
        String sync = "sync: [{path: web, target: /app}]";
        assertThat(said(service("container: \"\"", sync)))
                .isEqualTo("devsync.yaml:3:16: `container` names nothing | write the container's name");
        assertThat(said(service("label: =x", sync)))
                .isEqualTo("devsync.yaml:3:12: `label` names nothing | write key=value, or the key alone");
        assertThat(said(service("local: yes", sync)))
                .isEqualTo("devsync.yaml:3:12: `local` must be true or false, but is `yes` | write true or false");
    }

    @Test
    void aPathThatIsNoFolder() throws Exception {
        assertThat(said(service("sync: [{path: wbe, target: /app}]")))
                .isEqualTo("devsync.yaml:3:19: `path` is `wbe`, but there is no folder wbe"
                        + " | create it, or correct the path: it is relative to the folder of this file");
        assertThat(said(service("sync: [{path: main.go, target: /app}]")))
                .isEqualTo("devsync.yaml:3:19: `path` is `main.go`, which is a file and not a folder"
                        + " | sync the folder that it is in, and choose the file with `include`");
        assertThat(said(service("sync: [{path: \"\", target: /app}]")))
                .isEqualTo("devsync.yaml:3:19: `path` is ``, which names no folder | use . for the file's folder");
        assertThat(said(service("sync: [{path: \"a\\0b\", target: /app}]")))
                .startsWith("devsync.yaml:3:19: `path` is `a\\x00b`, which names no folder");
    }

    @Test
    void noPathAndNoTarget() throws Exception {
        assertThat(said(service("sync:", "  - mode: one-way-safe", "  - path:", "    target:")))
                .isEqualTo("""
                        devsync.yaml:4:9: a sync of service `api` has no `path` | add `path:` \
                        with the folder to sync, as in path: .
                        devsync.yaml:4:9: a sync of service `api` has no `target` | add `target:` \
                        with the folder in the container, as in target: /app
                        devsync.yaml:5:9: a sync of service `api` has no `path` | add `path:` \
                        with the folder to sync, as in path: .
                        devsync.yaml:6:9: a sync of service `api` has no `target` | add `target:` \
                        with the folder in the container, as in target: /app""");
    }

    @Test
    void aTargetThatIsNoAbsolutePath() throws Exception {
        assertThat(said(service("sync: [{path: ., target: app}]")))
                .isEqualTo("devsync.yaml:3:30: `target` must be absolute, like /app: app"
                        + " | write the whole path of the folder, as in /app");
        assertThat(said(service("sync: [{path: ., target: \"/a\\e[2Jb\"}]")))
                .startsWith("devsync.yaml:3:30: `target` must not contain control characters: /a\\x1b[2Jb | ");
    }

    @Test
    void valuesOfTheWrongKind() throws Exception {
        assertThat(said(sync("ignore: '*.log'")))
                .isEqualTo("devsync.yaml:6:17: `ignore` must be a list, but is `*.log`"
                        + " | write `- ` before each item, or put the items in [ ]");
        assertThat(said(sync("include: [{a: b}]")))
                .isEqualTo("devsync.yaml:6:19: an item of `include` must be text, but is a mapping"
                        + " | write one value, quoted if need be");
        assertThat(said(sync("gitignore: on")))
                .isEqualTo("devsync.yaml:6:20: `gitignore` must be true or false, but is `on` | write true or false");
        assertThat(said(sync("mode: one-way-saef")))
                .isEqualTo(
                        "devsync.yaml:6:15: `mode` is `one-way-saef`, which is no mode | did you mean `one-way-safe`?");
        assertThat(said(sync("mode: two-way"))).endsWith("which is no mode | known: `one-way-safe`, `one-way-replica`");
        assertThat(said(sync("owner: app")))
                .isEqualTo("devsync.yaml:6:16: `owner` must be numeric, as in 1000 or 1000:1000: app"
                        + " | find the numbers with `id` in the container; leave `owner` out for the container's user");
    }

    @Test
    void targetsThatAreInEachOthersWay() throws Exception {
        assertThat(said(service("sync:", "  - {path: ., target: /app}", "  - {path: web, target: /app/}")))
                .isEqualTo("devsync.yaml:5:29: two syncs of service `api` have the target /app, the other in line 4"
                        + " | give each a folder of its own");
        String nested = "the target /app/web of service `api` lies in the target /app,"
                + " which is a one-way-replica and would delete it"
                + " | give each a folder of its own, or make the outer one one-way-safe";
        assertThat(said(service(
                        "sync:",
                        "  - {path: ., target: /app, mode: one-way-replica}",
                        "  - {path: web, target: /app/web}")))
                .isEqualTo("devsync.yaml:5:29: " + nested);
        assertThat(said(service(
                        "sync:",
                        "  - {path: web, target: /app/web}",
                        "  - {path: ., target: /app, mode: one-way-replica}")))
                .isEqualTo("devsync.yaml:5:27: " + nested);
    }

    @Test
    void aReplicaOfTheWholeSystem() throws Exception {
        assertThat(said(service("sync: [{path: ., target: /, mode: one-way-replica}]")))
                .isEqualTo("devsync.yaml:3:30: `target` is / and `mode` is one-way-replica,"
                        + " which would delete the whole system there | choose a folder, or one-way-safe");
    }

    @Test
    void aLocalTargetInItsOwnSource() throws Exception {
        assertThat(said(service("local: true", "sync: [{path: ., target: %s/out}]".formatted(folder))))
                .startsWith("devsync.yaml:4:30: `target` out and `path` ")
                .endsWith(" lie one in the other | choose a target outside of the folder that is synced");
    }

    @Test
    void everythingAtOnceInTheFilesOrder() throws Exception {
        assertThat(said("""
                nmae: shop
                services:
                  api:
                    sync:
                      - path: nowhere
                        targte: /app
                        mode: fast
                  web: {}
                """).lines().map(line -> line.substring(0, line.indexOf(" | "))))
                .containsExactly(
                        "devsync.yaml:1:1: unknown key `nmae` in the file",
                        "devsync.yaml:5:9: a sync of service `api` has no `target`",
                        "devsync.yaml:5:15: `path` is `nowhere`, but there is no folder nowhere",
                        "devsync.yaml:6:9: unknown key `targte` in a sync of service `api`",
                        "devsync.yaml:7:15: `mode` is `fast`, which is no mode",
                        "devsync.yaml:8:3: service `web` has no `sync`");
    }

    @Test
    void whatIsWrongInAnAnchorIsSaidOnce() throws Exception {
        assertThat(said("""
                x-bad: &bad {path: ., target: /app, mod: x}
                services:
                  api: {sync: [*bad]}
                """).lines()).hasSize(1);
        assertThat(said("""
                x-bad: &bad {gitignore: maybe}
                services:
                  a: {sync: [{<<: *bad, path: ., target: /app}]}
                  b: {sync: [{<<: *bad, path: ., target: /app}]}
                """).lines()).hasSize(1);
    }

    @Test
    void everyProblemCarriesItsParts() throws Exception {
        Files.writeString(file, sync("mode: x"));
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigFile.read(file, Map.of()));
        assertThat(e.problems())
                .containsExactly(new ConfigProblem(
                        file, 6, 15, "`mode` is `x`, which is no mode", "known: `one-way-safe`, `one-way-replica`"));
        assertThat(e).hasMessage(e.problems().getFirst().toString());
    }

    @Test
    void aToolboxThatIsNoImage() throws Exception {
        for (String wrong : new String[] {"true", "on", "\"two words\"", "-x"}) {
            assertThat(said("toolbox: " + wrong + "\n" + sync()))
                    .isEqualTo("devsync.yaml:1:10: `toolbox` is `" + wrong.replace("\"", "")
                            + "`, which is no image | name an image with a static busybox, as in"
                            + " `busybox:1.37.0-musl`, or write `off`");
        }
    }
}
