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

    /// Files of one tick of the kernel have the same time, and may have the same size.
    @Test
    void foldersThatLookAlikeAreSent() {
        TreeEditor before = folder("a", 20).edit();
        folder("b", 20).forEach(before::put);
        TreeEditor after = folder("c", 20).edit();
        folder("d", 20).forEach(after::put);
        assertThat(renames(before.tree(), after.tree())).isEmpty();
        assertThat(renames(before.tree(), folder("c", 20))).isEmpty();
        assertThat(renames(folder("a", 20), after.tree())).isEmpty();
    }

    @Test
    void whatComesToARenamedFolderAndWhatStaysBehindIsNoHindrance() {
        Tree before = folder("a", 20).with(path("a/deleted"), new Entry.File(3, 3_000, 0644));
        Tree after = folder("b", 20).with(path("b/new"), new Entry.File(4, 4_000, 0644));
        assertThat(renames(before, after)).hasSize(20).doesNotContainKey(path("b/new"));
    }

    @Test
    void aFolderWhoseFilesSwappedNamesIsAnotherOne() {
        TreeEditor after = folder("b", 20).edit();
        after.put(path("b/f3"), new Entry.File(10, 4, 0644));
        after.put(path("b/f4"), new Entry.File(10, 3, 0644));
        assertThat(renames(folder("a", 20), after.tree())).isEmpty();
    }

    /// Two names for one file of the target would change together, and which of two it was nobody can tell.
    @Test
    void aLargeFileAmongEqualsIsSent() {
        Entry.File large = new Entry.File(LARGE, 5, 0644);
        Tree one = file("a", large);
        Tree two = file("b", large).with(path("c"), large);
        assertThat(renames(one, two)).isEmpty();
        assertThat(renames(two, one)).isEmpty();
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
