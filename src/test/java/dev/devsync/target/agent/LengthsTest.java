package dev.devsync.target.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

class LengthsTest {

    private static List<PathProblem> problems(int name, String root, String... paths) {
        Tree tree = Tree.EMPTY;
        for (String path : paths) {
            tree = tree.with(RelativePath.of(path), new Entry.File(1, 1, 0644));
        }
        return Lengths.of(name, new TargetPath(root)).problems(Delta.between(Tree.EMPTY, tree));
    }

    @Test
    void namesOfEveryFileSystemFit() {
        assertThat(problems(255, "/srv/app", "x".repeat(255), "a/" + "x".repeat(255) + "/b"))
                .isEmpty();
    }

    @Test
    void aNameThatTheFileSystemDoesNotTakeIsRefusedAlone() {
        assertThat(problems(143, "/srv/app", "x".repeat(143), "a/" + "é".repeat(72), "b"))
                .containsExactly(new PathProblem(
                        RelativePath.of("a/" + "é".repeat(72)),
                        PathProblem.Kind.REFUSED,
                        "a name of 144 bytes, and the target's file system takes 143"));
    }

    @Test
    void aFolderWithSuchANameIsRefusedWithAllThatIsInIt() {
        String folder = "x".repeat(150);
        assertThat(problems(143, "/srv/app", folder + "/a", folder + "/b/c", "y"))
                .extracting(problem -> problem.path().raw())
                .containsExactly(folder, folder + "/a", folder + "/b", folder + "/b/c");
    }

    @Test
    void theLongerTheRootTheShorterThePaths() {
        String path = ("d".repeat(198) + "/").repeat(20) + "file";
        assertThat(problems(255, "/srv", path)).isEmpty();
        assertThat(problems(255, "/srv/" + "r".repeat(200), path))
                .last()
                .satisfies(problem -> assertThat(problem.detail())
                        .isEqualTo("the path has 3984 bytes, and the target takes 3826 below its root"));
    }

    @Test
    void deletionsAlwaysFit() {
        Tree tree = Tree.EMPTY.with(RelativePath.of("x".repeat(200)), new Entry.File(1, 1, 0644));
        assertThat(Lengths.of(143, new TargetPath("/srv/app")).problems(Delta.between(tree, Tree.EMPTY)))
                .isEmpty();
    }
}
