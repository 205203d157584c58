package dev.devsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.devsync.tree.GitignoreFiles;
import dev.devsync.tree.Owner;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

    @TempDir
    private Path temp;

    private Path folder;

    @BeforeEach
    void aFolderWithAName() throws Exception {
        folder = temp.resolve("My.Shop");
        Files.createDirectories(folder.resolve("web"));
    }

    private Project read(String yaml) throws Exception {
        return read(yaml, Map.of());
    }

    private Project read(String yaml, Map<String, String> environment) throws Exception {
        Path file = Files.writeString(folder.resolve("devsync.yaml"), yaml);
        return ConfigFile.read(file, environment);
    }

    private Sync sync(Path path, String target) {
        return Sync.of(path, new TargetPath(target));
    }

    private static List<String> ignored(Sync sync) {
        return ((Selection.Patterns) sync.source().selection()).ignore();
    }

    @ParameterizedTest
    @CsvSource({"auto,", "events, PT0S", "poll, PT1S", "250ms, PT0.25S", "2s, PT2S"})
    void readsHowToWatch(String written, @Nullable Duration every) throws Exception {
        Project project = read("""
                services: {any: {sync: [{path: ., target: /x, watch: %s}]}}
                """.formatted(written));
        assertThat(project.services().getFirst().syncs().getFirst().source().pollEvery())
                .isEqualTo(every);
    }

    @Test
    void readsEveryKey() throws Exception {
        Project project = read("""
                name: shop
                toolbox: registry.example:5000/tools/busybox:1.36
                services:
                  api:
                    sync:
                      - path: .
                        target: /app
                        ignore: ["*.log", tmp/, 4913]
                        include: []
                        gitignore: true
                        mode: one-way-replica
                        owner: "1000:1001"
                      - path: web
                        target: /srv/www/
                        include:
                          - "*.css"
                        owner: 1000
                  db: {container: shop-db, sync: [{path: web, target: /x}]}
                  worker: {label: com.example.role=worker, sync: [{path: web, target: /x}]}
                  any: {label: com.example.role, sync: [{path: web, target: /x}]}
                  pods:
                    pod: app=api,tier in (web)
                    container: tools
                    namespace: dev
                    context: team
                    sync: [{path: web, target: /x}]
                  pod: {pod: app, sync: [{path: web, target: /x}]}
                  copy: {local: true, sync: [{path: web, target: /tmp/copy}]}
                """);
        Path web = folder.resolve("web");
        assertThat(project)
                .isEqualTo(new Project(
                        folder.resolve("devsync.yaml"),
                        folder,
                        "shop",
                        new ToolboxChoice("registry.example:5000/tools/busybox:1.36"),
                        List.of(
                                new Service(
                                        "api",
                                        new Location.ComposeService("shop", "api", folder),
                                        List.of(
                                                new Sync(
                                                        SourceFolder.of(
                                                                folder,
                                                                new Selection.Patterns(
                                                                        List.of("*.log", "tmp/", "4913"),
                                                                        List.of(),
                                                                        GitignoreFiles.HONOURED)),
                                                        new TargetPath("/app"),
                                                        Upkeep.DEFAULT
                                                                .with(SyncMode.ONE_WAY_REPLICA)
                                                                .with(new Owner(1000, 1001))),
                                                new Sync(
                                                        SourceFolder.of(
                                                                web,
                                                                new Selection.Patterns(
                                                                        List.of(),
                                                                        List.of("*.css"),
                                                                        GitignoreFiles.DISREGARDED)),
                                                        new TargetPath("/srv/www"),
                                                        Upkeep.DEFAULT.with(new Owner(1000, 1000))))),
                                new Service("db", new Location.ContainerName("shop-db"), List.of(sync(web, "/x"))),
                                new Service(
                                        "worker",
                                        new Location.Label("com.example.role", "worker"),
                                        List.of(sync(web, "/x"))),
                                new Service(
                                        "any", new Location.Label("com.example.role", null), List.of(sync(web, "/x"))),
                                new Service(
                                        "pods",
                                        new Location.Pod("app=api,tier in (web)", "tools", "dev", "team"),
                                        List.of(sync(web, "/x"))),
                                new Service("pod", new Location.Pod("app", null, null, null), List.of(sync(web, "/x"))),
                                new Service("copy", new Location.LocalFolder(), List.of(sync(web, "/tmp/copy")))),
                        Set.of(folder.resolve("devsync.yaml"))));
    }

    @Test
    void hasAToolboxUnlessItIsOff() throws Exception {
        String services = "services: {api: {sync: [{path: web, target: /x}]}}\n";
        assertThat(read(services).toolbox()).isEqualTo(ToolboxChoice.DEFAULT);
        assertThat(read("toolbox:\n" + services).toolbox()).isEqualTo(ToolboxChoice.DEFAULT);
        assertThat(read("toolbox: off\n" + services).toolbox()).isEqualTo(ToolboxChoice.OFF);
        assertThat(read("toolbox: false\n" + services).toolbox().isOff()).isTrue();
    }

    @Test
    void leavesOutWhatIsLeftOut() throws Exception {
        Project project = read("""
                services:
                  api:
                    local: false
                    sync:
                      - path: web
                        target: /app
                        ignore:
                        include:
                        gitignore:
                        mode:
                        owner:
                """);
        assertThat(project.services())
                .containsExactly(new Service(
                        "api",
                        new Location.ComposeService("myshop", "api", folder),
                        List.of(sync(folder.resolve("web"), "/app"))));
    }

    @Test
    void takesTheNameAsComposeDoes() throws Exception {
        String unnamed = "services: {api: {sync: [{path: ., target: /app}]}}";
        Map<String, String> variable = Map.of("COMPOSE_PROJECT_NAME", "stage");
        assertThat(read(unnamed).name()).isEqualTo("myshop");
        assertThat(read(unnamed, variable).name()).isEqualTo("stage");
        assertThat(read("name: shop\n" + unnamed, variable).name()).isEqualTo("stage");
        assertThat(read("name: shop\n" + unnamed, Map.of("COMPOSE_PROJECT_NAME", ""))
                        .name())
                .isEqualTo("shop");
    }

    @Test
    void takesPathsFromOutsideAndAbsoluteOnes() throws Exception {
        Path beside = Files.createDirectory(temp.resolve("beside"));
        Project project = read("""
                services:
                  api:
                    sync:
                      - {path: ../beside, target: /a}
                      - {path: %s, target: /b}
                """.formatted(beside));
        assertThat(project.services().getFirst().syncs()).extracting(Sync::path).containsExactly(beside, beside);
    }

    @Test
    void resolvesAnchorsAndMerges() throws Exception {
        Project project = read("""
                x-defaults: &defaults
                  mode: one-way-replica
                  ignore: &logs ["*.log"]
                x-more: {whatever: [1, {is: here}]}
                services:
                  api:
                    sync:
                      - <<: *defaults
                        path: .
                        target: /app
                  web:
                    sync:
                      - <<: [{mode: one-way-safe}, *defaults]
                        path: web
                        target: /app
                  db:
                    sync:
                      - {path: ., target: /x, ignore: *logs, mode: one-way-safe, <<: *defaults}
                """);
        assertThat(project.services())
                .extracting(service -> service.syncs().getFirst())
                .allSatisfy(sync -> assertThat(ignored(sync)).containsExactly("*.log"))
                .extracting(Sync::mode)
                .containsExactly(SyncMode.ONE_WAY_REPLICA, SyncMode.ONE_WAY_SAFE, SyncMode.ONE_WAY_SAFE);
    }

    @Test
    void takesNestedTargetsThatAreSafe() throws Exception {
        Project project = read("""
                services:
                  api:
                    sync:
                      - {path: ., target: /app}
                      - {path: web, target: /app/web, mode: one-way-replica}
                """);
        assertThat(project.services().getFirst().syncs()).hasSize(2);
    }

    @Test
    void findsTheNearestFileUpwards() throws Exception {
        Path deep = Files.createDirectories(folder.resolve("web/src/deep"));
        Path upper = Files.createFile(folder.resolve("devsync.yml"));
        assertThat(ConfigFile.find(deep)).contains(upper);
        assertThat(ConfigFile.find(folder)).contains(upper);
        Path nearer = Files.createFile(folder.resolve("web/devsync.yaml"));
        assertThat(ConfigFile.find(deep)).contains(nearer);
        assertThat(ConfigFile.find(folder)).contains(upper);
    }

    @Test
    void findsNothingWhereNothingIs() throws Exception {
        assertThat(ConfigFile.find(folder)).isEmpty();
    }

    @Test
    void doesNotChooseBetweenTwoFiles() throws Exception {
        Files.createFile(folder.resolve("devsync.yml"));
        Path yaml = Files.createFile(folder.resolve("devsync.yaml"));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.find(folder.resolve("web")))
                .withMessage("%s: there is a devsync.yml beside it%n  remove one of the two", yaml);
    }

    @Test
    void anotherLimitForDeletionsLeavesReactionsAsTheyAre() {
        Reactions reactions = Reactions.NONE.with(new dev.devsync.tree.StopSignal("INT", java.time.Duration.ZERO));
        Service service = new Service("api", new Location.LocalFolder(), List.of(), reactions);
        assertThat(service.with(DeletionLimit.NONE)).isEqualTo(service);
    }
}
