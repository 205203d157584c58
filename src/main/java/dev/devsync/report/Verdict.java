package dev.devsync.report;

import dev.devsync.tree.Digest;
import dev.devsync.tree.RelativePath;
import java.util.List;

/// What a comparison of a source with one of its targets came to.
///
/// @param files how many files, links and folders were compared
/// @param host a digest over all paths, types, contents and modes on the host
/// @param there the same of the target
/// @param differences what differs, by path
/// @param leftOut what is in the folder and was not compared
public record Verdict(
        TargetName target, long files, Digest host, Digest there, List<Difference> differences, List<LeftOut> leftOut) {

    /// One path that differs.
    ///
    /// @param what how, in a few words
    public record Difference(RelativePath path, String what) {}

    public boolean isEqual() {
        return differences.isEmpty();
    }
}
