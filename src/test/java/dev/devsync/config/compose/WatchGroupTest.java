package dev.devsync.config.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsync.config.ConfigException;
import dev.devsync.config.DeletionLimit;
import dev.devsync.config.Sync;
import dev.devsync.config.Watched;
import dev.devsync.tree.Layout;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.WatchScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which rules of `develop.watch` become one sync, and what gets another name on its way.
class WatchGroupTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void makeFiles() throws Exception {
        for (String file : List.of("dev.conf", "more.conf", "config/dev.env", "web/index.html", "web/lib/a.js")) {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
    }

    private List<Sync> syncs(String... rules) throws Exception {
        StringBuilder text =
                new StringBuilder("name: test\nservices:\n  web:\n    image: any\n    develop:\n      watch:\n");
        for (String rule : rules) {
            String[] fromTo = rule.split(" > ", -1);
            text.append("        - {action: sync, path: %s, target: %s}%n".formatted(fromTo[0], fromTo[1]));
        }
        Files.writeString(folder.resolve("compose.yaml"), text);
        return ComposeProject.read(ComposeFiles.find(folder, Map.of()).orElseThrow(), List.of(), Map.of(), folder)
                .project()
                .services()
                .getFirst()
                .syncs();
    }

    private Sync only(String... rules) throws Exception {
        assertThat(syncs(rules)).hasSize(1);
        return syncs(rules).getFirst();
    }

    private static Layout layout(Sync sync) {
        return ((Watched) sync.source().selection()).layout();
    }

    private static Layout layout(@Nullable String home, String... placesAndFiles) {
        Map<RelativePath, RelativePath> files = new java.util.HashMap<>();
        for (int i = 0; i < placesAndFiles.length; i += 2) {
            files.put(RelativePath.of(placesAndFiles[i]), RelativePath.of(placesAndFiles[i + 1]));
        }
        return new Layout(home == null ? null : RelativePath.of(home), files);
    }

    @Test
    void aFileWithItsOwnNameStaysWhereItIs() throws Exception {
        Sync sync = only("./dev.conf > /etc/dev.conf");
        assertThat(sync.target().value()).isEqualTo("/etc");
        assertThat(layout(sync)).isEqualTo(Layout.SAME);
    }

    @Test
    void aFileWithAnotherNameIsRenamed() throws Exception {
        Sync sync = only("./dev.conf > /etc/app.conf");
        assertThat(sync.path()).isEqualTo(folder);
        assertThat(sync.target().value()).isEqualTo("/etc");
        assertThat(layout(sync)).isEqualTo(layout(null, "app.conf", "dev.conf"));
        assertThat(((Watched) sync.source().selection()).scopes()).isEmpty();
    }

    @Test
    void filesForOneFolderAreOneSyncWhereverTheyComeFrom() throws Exception {
        Sync sync = only("./dev.conf > /etc/app.conf", "./more.conf > /etc/more.conf", "config/dev.env > /etc/env");
        assertThat(layout(sync)).isEqualTo(layout("", "app.conf", "dev.conf", "env", "config/dev.env"));
        assertThat(((Watched) sync.source().selection()).scopes())
                .containsExactly(WatchScope.of(RelativePath.of("more.conf")));
    }

    @Test
    void aFileThatGoesIntoAFolderThatIsBroughtJoinsIt() throws Exception {
        Sync sync = only(". > /app", "./config/dev.env > /app/.env", "./dev.conf > /app/etc/app.conf");
        assertThat(sync.path()).isEqualTo(folder);
        assertThat(layout(sync)).isEqualTo(layout("", ".env", "config/dev.env", "etc/app.conf", "dev.conf"));
    }

    @Test
    void itMayComeFromOutsideOfThatFolder() throws Exception {
        for (List<String> rules : List.of(
                List.of("./web > /app", "./dev.conf > /app/app.conf"),
                List.of("./dev.conf > /app/app.conf", "./web > /app"))) {
            Sync sync = only(rules.toArray(String[]::new));
            assertThat(sync.path()).isEqualTo(folder);
            assertThat(layout(sync)).isEqualTo(layout("web", "app.conf", "dev.conf"));
            assertThat(((Watched) sync.source().selection()).ignoreFiles())
                    .as("the ignore file is that of the folder")
                    .containsExactly(folder.resolve("web/.dockerignore"));
        }
    }

    @Test
    void itJoinsTheNearestFolder() throws Exception {
        List<Sync> syncs = syncs(". > /app", "./web/lib > /app/js", "./dev.conf > /app/js/conf.js");
        assertThat(syncs).extracting(sync -> sync.target().value()).containsExactly("/app", "/app/js");
        assertThat(layout(syncs.getLast())).isEqualTo(layout("web/lib", "conf.js", "dev.conf"));
    }

    @Test
    void twoFilesForOnePlaceAreRefused() {
        assertThatThrownBy(() -> syncs("./dev.conf > /etc/app.conf", "./more.conf > /etc/app.conf"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("dev.conf and ")
                .hasMessageContaining("more.conf to /etc/app.conf");
    }

    @Test
    void twoFoldersForOnePlaceAreRefused() {
        assertThatThrownBy(() -> syncs("./web > /app", "./config > /app"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("to /app");
    }

    @Test
    void theLastOfFilesThatAreNamedMayGo() throws Exception {
        assertThat(only("./dev.conf > /etc/app.conf").upkeep().maxDelete()).isEqualTo(DeletionLimit.NONE);
        assertThat(only("./web > /app", "./dev.conf > /app/app.conf").upkeep().maxDelete())
                .isEqualTo(DeletionLimit.DEFAULT);
    }
}
