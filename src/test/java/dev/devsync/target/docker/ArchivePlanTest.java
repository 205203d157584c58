package dev.devsync.target.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchivePlanTest {

    private static final Entry FILE = new Entry.File(1, 0, 0644);
    private static final Entry FOLDER = new Entry.Directory(0755);

    private static Tree tree(Object... pathsAndEntries) {
        Tree tree = Tree.EMPTY;
        for (int i = 0; i < pathsAndEntries.length; i += 2) {
            tree = tree.with(RelativePath.of((String) pathsAndEntries[i]), (Entry) pathsAndEntries[i + 1]);
        }
        return tree;
    }

    private static ArchivePlan plan(Tree there, Tree wanted, Mount... mounts) {
        return ArchivePlan.of(Delta.between(there, wanted), there, List.of(mounts), new TargetPath("/app"));
    }

    private static List<String> paths(ArchivePlan plan) {
        return plan.changes().stream()
                .map(Change::path)
                .map(RelativePath::display)
                .toList();
    }

    private static List<String> problems(ArchivePlan plan) {
        assertThat(plan.problems()).allMatch(problem -> problem.kind() == PathProblem.Kind.REFUSED);
        return plan.problems().stream().map(PathProblem::toString).toList();
    }

    @Test
    void sendsWhatIsNewOrChanged() {
        ArchivePlan plan = plan(tree("a", FILE), tree("a", new Entry.File(2, 0, 0644), "d/b", FILE));
        assertThat(paths(plan)).containsExactly("a", "d", "d/b");
        assertThat(plan.problems()).isEmpty();
    }

    @Test
    void cannotDelete() {
        ArchivePlan plan = plan(tree("a", FILE, "d/b", FILE), tree("c", FILE));
        assertThat(paths(plan)).containsExactly("c");
        assertThat(problems(plan))
                .containsExactlyInAnyOrder(
                        "a: cannot be deleted: there is no shell in the container",
                        "d/b: cannot be deleted: there is no shell in the container",
                        "d: cannot be deleted: there is no shell in the container");
    }

    @Test
    void takesADeletionOfWhatIsGoneForDone() {
        Delta delta = Delta.between(tree("a", FILE), Tree.EMPTY);
        assertThat(ArchivePlan.of(delta, Tree.EMPTY, List.of(), new TargetPath("/app"))
                        .problems())
                .isEmpty();
    }

    @Test
    void cannotSwapFilesAndFolders() {
        ArchivePlan plan = plan(tree("a", FILE, "d", FOLDER), tree("a/x/y", FILE, "d", FILE, "ok", FILE));
        assertThat(paths(plan)).containsExactly("ok");
        assertThat(problems(plan))
                .hasSize(4)
                .anyMatch(text -> text.startsWith("a: cannot become a folder"))
                .anyMatch(text -> text.startsWith("a/x: a is no folder"))
                .anyMatch(text -> text.startsWith("a/x/y: a/x cannot be made"))
                .anyMatch(text -> text.startsWith("d: cannot take the place of a folder"));
    }

    @Test
    void keepsLinksThatLeadOutOfTheRootApart() {
        ArchivePlan plan = plan(
                Tree.EMPTY,
                tree(
                        "up", new Entry.Symlink(".."),
                        "far", new Entry.Symlink("d/../../.."),
                        "d/out", new Entry.Symlink("../../x"),
                        "d/in", new Entry.Symlink("../x"),
                        "here", new Entry.Symlink("."),
                        "absolute", new Entry.Symlink("/etc/passwd"),
                        "pretender", new Entry.Symlink("/../../etc/passwd")));
        assertThat(paths(plan)).containsExactlyInAnyOrder("d", "d/in", "here", "absolute");
        assertThat(plan.linksOut())
                .extracting(change -> change.path().display())
                .containsExactlyInAnyOrder("up", "far", "d/out", "pretender");
        assertThat(plan.problems()).isEmpty();
    }

    @Test
    void neverWritesThroughALink() {
        Tree there = tree("d", new Entry.Symlink("/etc"));
        Delta delta = new Delta(List.of(new Change.Put(RelativePath.of("d/passwd"), FILE)));
        ArchivePlan plan = ArchivePlan.of(delta, there, List.of(), new TargetPath("/app"));
        assertThat(plan.changes()).isEmpty();
        assertThat(problems(plan)).singleElement().asString().contains("d is no folder in the container");
    }

    @Test
    void leavesMountsAloneThatItCannotWriteTo() {
        ArchivePlan plan = plan(
                Tree.EMPTY,
                tree("tmp/a", FILE, "lib/b", FILE, "vol/c", FILE, "tmpx", FILE),
                mount("/app/tmp", Mount.Type.TMPFS, Mount.Access.READ_WRITE),
                mount("/app/lib", Mount.Type.BIND, Mount.Access.READ_ONLY),
                mount("/app/vol", Mount.Type.VOLUME, Mount.Access.READ_WRITE));
        assertThat(paths(plan)).containsExactlyInAnyOrder("vol", "vol/c", "tmpx");
        assertThat(problems(plan)).hasSize(4);
    }

    private static Mount mount(String path, Mount.Type type, Mount.Access access) {
        return new Mount(new TargetPath(path), type, access, "", TargetPath.ROOT);
    }
}
