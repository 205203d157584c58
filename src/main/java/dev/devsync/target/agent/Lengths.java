package dev.devsync.target.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How long names and paths may be in a target. What is longer is refused alone, before anything is sent: in the
/// middle of a batch it would keep everything else out.
///
/// @param name the most bytes that its file system takes for a name: 255 as a rule, 143 on eCryptfs
/// @param path the most bytes for a path below the root
record Lengths(int name, int path) {

    /// Linux takes 4096 bytes at once (`PATH_MAX`), with the NUL at the end.
    private static final int LONGEST = 4095;

    /// What a path grows by while it is staged: `.devsync-` before the root's name, `in-TOKEN` with its 32
    /// letters, the step's number.
    private static final int STAGING = 64;

    static Lengths of(int name, TargetPath root) {
        return new Lengths(name, Math.max(0, LONGEST - STAGING - root.value().getBytes(UTF_8).length));
    }

    /// What of a delta does not fit.
    List<PathProblem> problems(Delta delta) {
        return delta.changes().stream()
                .filter(Change.Put.class::isInstance)
                .map(Change::path)
                .flatMap(each -> Stream.ofNullable(problem(each)))
                .toList();
    }

    private @Nullable PathProblem problem(RelativePath each) {
        int whole = each.raw().length();
        if (whole > path) {
            return refused(
                    each, "the path has %d bytes, and the target takes %d below its root".formatted(whole, path));
        }
        int longest = longestName(each.raw());
        return longest > name
                ? refused(each, "a name of %d bytes, and the target's file system takes %d".formatted(longest, name))
                : null;
    }

    private static PathProblem refused(RelativePath path, String why) {
        return new PathProblem(path, PathProblem.Kind.REFUSED, why);
    }

    private static int longestName(String path) {
        int longest = 0;
        int start = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
            longest = Math.max(longest, slash - start);
            start = slash + 1;
        }
        return Math.max(longest, path.length() - start);
    }
}
