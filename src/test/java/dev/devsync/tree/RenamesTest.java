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
        IntStream.range(0, files).forEach(i -> tree.put(path(name + "/f" + i), new Entry.File(10, 1_000 + i, 0644)));
        return tree.tree();
    }

    private static Tree both(Tree one, Tree other) {
        TreeEditor tree = one.edit();
        other.forEach(tree::put);
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
        Delta delta = Delta.between(before, both(before, folder("b", 20)));
        assertThat(Renames.in(before, delta, path -> path.isWithin(path("a")))).hasSize(20);
    }

    @Test
    void aCopyIsNoRename() {
        Tree before = folder("a", 20);
        assertThat(renames(before, both(before, folder("b", 20)))).isEmpty();
    }

    @Test
    void aFewSmallFilesAreSent() {
        assertThat(renames(folder("a", 7), folder("b", 7))).isEmpty();
    }

    @Test
    void aLargeFileIsFoundWhereItsFolderWasRenamed() {
        Entry.File large = new Entry.File(LARGE, 5, 0644);
        assertThat(renames(file("a/x", large), file("b/x", large)))
                .containsExactly(Map.entry(path("b/x"), path("a/x")));
        assertThat(renames(file("a/x", large), file("a/y", large))).isEmpty();
    }

    @Test
    void whatDiffersInSizeTimeOrModeIsAnotherFile() {
        Tree before = file("a/x", new Entry.File(LARGE, 5, 0644));
        assertThat(renames(before, file("b/x", new Entry.File(LARGE + 1, 5, 0644))))
                .isEmpty();
        assertThat(renames(before, file("b/x", new Entry.File(LARGE, 6, 0644)))).isEmpty();
        assertThat(renames(before, file("b/x", new Entry.File(LARGE, 5, 0755)))).isEmpty();
    }

    @Test
    void whereSizeAndTimeProveNothingTheFileIsSent() {
        Entry.File racy = new Entry.File(LARGE, 5, 0644).withDigest(new Digest("a".repeat(64)));
        assertThat(renames(file("a/x", racy), file("b/x", racy))).isEmpty();
        Entry.File neverHashed = new Entry.File((8L << 20) + 1, 5, 0644);
        assertThat(renames(file("a/x", neverHashed), file("b/x", neverHashed))).isEmpty();
        Entry.File setBySomebody = new Entry.File(LARGE, 1_700_000_000_000_000_000L, 0644);
        assertThat(renames(file("a/x", setBySomebody), file("b/x", setBySomebody)))
                .isEmpty();
    }

    /// Files of one tick of the kernel have the same time, and may have the same size.
    @Test
    void foldersThatLookAlikeAreSent() {
        Tree one = folder("a", 20);
        assertThat(renames(both(one, folder("b", 20)), both(folder("c", 20), folder("d", 20))))
                .isEmpty();
        assertThat(renames(both(one, folder("b", 20)), folder("c", 20))).isEmpty();
        assertThat(renames(one, both(folder("c", 20), folder("d", 20)))).isEmpty();
    }

    /// `mv a x; mv b a`: what has gone is b, and what has come is a.
    @Test
    void aFolderThatLooksLikeOneThatStayedIsSent() {
        assertThat(renames(both(folder("a", 20), folder("b", 20)), both(folder("a", 20), folder("x", 20))))
                .isEmpty();
    }

    @Test
    void whatComesToARenamedFolderAndWhatStaysBehindIsNoHindrance() {
        Tree before = folder("a", 20).with(path("a/deleted"), new Entry.File(3, 3_001, 0644));
        Tree after = folder("b", 20).with(path("b/new"), new Entry.File(4, 4_001, 0644));
        assertThat(renames(before, after)).hasSize(20).doesNotContainKey(path("b/new"));
    }

    @Test
    void aFolderWhoseFilesSwappedNamesIsAnotherOne() {
        Tree after = folder("b", 20)
                .with(path("b/f3"), new Entry.File(10, 1_004, 0644))
                .with(path("b/f4"), new Entry.File(10, 1_003, 0644));
        assertThat(renames(folder("a", 20), after)).isEmpty();
    }

    @Test
    void nestedFoldersAreEachComparedOnTheirOwn() {
        TreeEditor before = Tree.EMPTY.edit();
        TreeEditor after = Tree.EMPTY.edit();
        for (int i = 0; i < 200; i++) {
            before.put(path("old/d" + i / 20 + "/f" + i), new Entry.File(10, 7, 0644));
            after.put(path("new/d" + i / 20 + "/f" + i), new Entry.File(10, 7, 0644));
        }
        assertThat(renames(before.tree(), after.tree()))
                .hasSize(200)
                .containsEntry(path("new/d3/f77"), path("old/d3/f77"));
    }
}
