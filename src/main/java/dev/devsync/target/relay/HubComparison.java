package dev.devsync.target.relay;

import dev.devsync.tree.Digest;
import dev.devsync.tree.RelativePath;
import java.util.List;

/// What a relay's comparison of its folder with one of the targets came to.
///
/// @param target its name
/// @param files how many files, links and folders were compared
/// @param hub a digest over everything in the relay
/// @param there the same of the target
public record HubComparison(String target, long files, Digest hub, Digest there, List<Difference> differences) {

    public HubComparison {
        differences = List.copyOf(differences);
    }

    /// One path that differs.
    ///
    /// @param what how, in a few words
    public record Difference(RelativePath path, String what) {}
}
