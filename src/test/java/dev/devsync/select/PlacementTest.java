package dev.devsync.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.tree.Entry;
import dev.devsync.tree.Layout;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import dev.devsync.tree.WatchScope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the target's tree is where rules of `develop.watch` bring files to other names.
class PlacementTest {

    private static RelativePath p(String path) {
        return RelativePath.of(path);
    }

    /// A tree of files whose size is the number of their line.
    private static Tree tree(String... files) {
        Map<RelativePath, Entry> entries = new TreeMap<>();
        for (int i = 0; i < files.length; i++) {
            entries.put(p(files[i]), new Entry.File(i + 1, 1, 0644));
        }
        return Tree.of(entries);
    }

    private static Placement placement(@Nullable String home, Map<String, String> files, WatchScope... scopes)
            throws Exception {
        return Placement.of(
                new Layout(
                        home == null ? null : p(home),
                        files.entrySet().stream()
                                .collect(Collectors.toMap(each -> p(each.getKey()), each -> p(each.getValue())))),
                List.of(scopes));
    }

    private static WatchScope scope(String under, String... ignore) {
        return new WatchScope(p(under), List.of(ignore), List.of());
    }

    @Test
    void nothingIsMadeAnewWhereEverythingKeepsItsPath() {
        Tree tree = tree("a", "b/c");
        assertThat(Placement.SAME.place(tree)).isSameAs(tree);
        assertThat(Placement.SAME.sourceOf(p("b/c"))).isEqualTo(p("b/c"));
        assertThat(Placement.SAME.placesOf(p("b/c"))).containsExactly(p("b/c"));
    }

    @Test
    void filesAloneHaveTheirPlacesAndNothingElse() throws Exception {
        Placement placement = placement(null, Map.of("app.conf", "dev.conf", "more.conf", "deep/in/it.conf"));
        assertThat(placement.place(tree("deep/in/it.conf", "dev.conf")))
                .isEqualTo(Tree.of(Map.of(
                        p("more.conf"), new Entry.File(1, 1, 0644),
                        p("app.conf"), new Entry.File(2, 1, 0644))));
        assertThat(placement.sourceOf(p("more.conf"))).isEqualTo(p("deep/in/it.conf"));
        assertThat(placement.placesOf(p("dev.conf"))).containsExactly(p("app.conf"));
        assertThat(placement.placesOf(p("deep"))).containsExactly(p("more.conf"));
    }

    @Test
    void aFileThatIsGoneHasNoPlace() throws Exception {
        assertThat(placement(null, Map.of("app.conf", "dev.conf"))
                        .place(tree("x"))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void oneFileCanHaveTwoPlaces() throws Exception {
        Placement placement = placement(null, Map.of("a", "f", "b", "f"));
        assertThat(placement.place(tree("f")).paths()).containsExactly(p("a"), p("b"));
        assertThat(placement.placesOf(p("f"))).containsExactlyInAnyOrder(p("a"), p("b"));
    }

    @Test
    void aFileThatAFolderBringsAsWellIsThereTwice() throws Exception {
        Placement placement = placement("", Map.of(".env", "config/dev.env"), scope(""));
        assertThat(placement.place(tree("config/dev.env", "main.go")).paths())
                .containsExactly(p(".env"), p("config"), p("config/dev.env"), p("main.go"));
        assertThat(placement.sourceOf(p(".env"))).isEqualTo(p("config/dev.env"));
        assertThat(placement.sourceOf(p("config/dev.env"))).isEqualTo(p("config/dev.env"));
        assertThat(placement.placesOf(p("config/dev.env"))).containsExactly(p("config/dev.env"), p(".env"));
    }

    @Test
    void aFileThatTheFolderLeavesOutIsAtItsPlaceOnly() throws Exception {
        Placement placement = placement("", Map.of(".env", "config/dev.env"), scope("src"), scope("", "config", "src"));
        assertThat(placement.place(tree("config/dev.env", "src/main.go")).paths())
                .containsExactly(p(".env"), p("src"), p("src/main.go"));
    }

    @Test
    void thePlaceIsTheFilesEvenIfTheFolderHasOneThere() throws Exception {
        Placement placement = placement("", Map.of("app.conf", "dev.conf"), scope(""));
        assertThat(placement.place(tree("app.conf", "dev.conf")).get(p("app.conf")))
                .isEqualTo(new Entry.File(2, 1, 0644));
        assertThat(placement.place(tree("app.conf")).isEmpty()).isTrue();
    }

    @Test
    void theFolderMayBeFurtherDown() throws Exception {
        Placement placement = placement("web", Map.of("etc/app.conf", "dev.conf"), scope("web"));
        assertThat(placement.place(tree("dev.conf", "web/a", "web/b/c")).paths())
                .containsExactly(p("a"), p("b"), p("b/c"), p("etc"), p("etc/app.conf"));
        assertThat(placement.sourceOf(p("b/c"))).isEqualTo(p("web/b/c"));
        assertThat(placement.sourceOf(p("etc/app.conf"))).isEqualTo(p("dev.conf"));
        assertThat(placement.placesOf(p("web/b"))).containsExactly(p("b"));
        assertThat(placement.placesOf(RelativePath.ROOT)).containsExactly(RelativePath.ROOT, p("etc/app.conf"));
    }

    @Test
    void anotherTreeSharesWhatDidNotChange() throws Exception {
        Placement placement = placement("", Map.of(".env", "dev.env"), scope(""));
        Tree before = tree("big/a", "big/b", "dev.env");
        Tree after = before.with(p("dev.env"), new Entry.File(99, 1, 0644));
        List<RelativePath> seen = new java.util.ArrayList<>();
        placement.place(before).compare(placement.place(after), (path, old, now) -> seen.add(path));
        assertThat(seen).containsExactly(p(".env"), p("dev.env"));
    }
}
