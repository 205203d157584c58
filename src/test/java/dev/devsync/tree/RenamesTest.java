package dev.devsync.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RenamesTest {

    private static final int LARGE = 200_000;

    private static RelativePath path(String path) {
        return RelativePath.of(path);
    }

    private static Tree folder(String name, int files) {
        TreeEditor tree = Tree.EMPTY.edit();
        tree.put(path(name), new Entry.Directory(0755));
        IntStream.range(0, files).forEach(i -> tree.put(path(name + "/f" + i), new Entry.File(10, i, 0644)));
        return tree.tree();
    }

    private static Map<RelativePath, RelativePath> renames(Tree before, Tree after) {
        return Renames.in(before, Delta.between(before, after), gone -> after.get(gone) == null);
    }

    private static Tree file(String path, Entry.File file) {
        return Tree.EMPTY.with(path(path), file);
    }

    @Test
    void findsTheFilesOfARenamedFolder() {
        assertThat(renames(folder("a", 20), folder("b", 20)))
                .hasSize(20)
                .containsEntry(path("b/f3"), path("a/f3"))
                .containsEntry(path("b/f19"), path("a/f19"));
    }

    @Test
    void findsThemBeforeTheOldNamesAreDeleted() {
        Tree before = folder("a", 20);
        TreeEditor both = folder("b", 20).edit();
        before.forEach(both::put);
        Delta delta = Delta.between(before, both.tree());
        assertThat(Renames.in(before, delta, path -> path.isWithin(path("a")))).hasSize(20);
    }

    @Test
    void aCopyIsNoRename() {
        Tree before = folder("a", 20);
        TreeEditor both = folder("b", 20).edit();
        before.forEach(both::put);
        assertThat(renames(before, both.tree())).isEmpty();
    }

    @Test
    void aFewSmallFilesAreSent() {
        assertThat(renames(folder("a", 7), folder("b", 7))).isEmpty();
    }

    @Test
    void aLargeFileIsFoundUnderAnyName() {
        Entry.File large = new Entry.File(LARGE, 5, 0644);
        assertThat(renames(file("a", large), file("b", large))).containsExactly(Map.entry(path("b"), path("a")));
    }

    @Test
    void whatDiffersInSizeTimeOrModeIsAnotherFile() {
        Tree before = file("a", new Entry.File(LARGE, 5, 0644));
        assertThat(renames(before, file("b", new Entry.File(LARGE + 1, 5, 0644))))
                .isEmpty();
        assertThat(renames(before, file("b", new Entry.File(LARGE, 6, 0644)))).isEmpty();
        assertThat(renames(before, file("b", new Entry.File(LARGE, 5, 0755)))).isEmpty();
    }

    @Test
    void whereSizeAndTimeProveNothingTheFileIsSent() {
        Entry.File racy = new Entry.File(LARGE, 5, 0644).withDigest(new Digest("a".repeat(64)));
        assertThat(renames(file("a", racy), file("b", racy))).isEmpty();
    }

    /// Two names for one file of the target would change together.
    @Test
    void noFileIsTakenTwice() {
        Entry.File large = new Entry.File(LARGE, 5, 0644);
        Tree after = file("b", large).with(path("c"), large);
        assertThat(renames(file("a", large), after)).hasSize(1);
    }

    @Test
    void amongEqualsTheOneWithMostFoldersInCommonIsTaken() {
        Entry.File large = new Entry.File(LARGE, 5, 0644);
        Tree before = file("old/x/package.json", large).with(path("old/y/package.json"), large);
        Tree after = file("new/y/package.json", large).with(path("new/x/package.json"), large);
        assertThat(renames(before, after))
                .containsEntry(path("new/x/package.json"), path("old/x/package.json"))
                .containsEntry(path("new/y/package.json"), path("old/y/package.json"));
    }
}
