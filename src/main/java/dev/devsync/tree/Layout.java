package dev.devsync.tree;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where what a source has lies in the target.
///
/// @param home the folder of the source that is the target's folder; null if there are only files with places
///     of their own
/// @param files such files: the path in the target, then that in the source
public record Layout(@Nullable RelativePath home, Map<RelativePath, RelativePath> files) {

    /// Everything has the same path on both sides.
    public static final Layout SAME = new Layout(RelativePath.ROOT, Map.of());

    public Layout {
        files = Map.copyOf(files);
    }

    public boolean isSame() {
        return equals(SAME);
    }
}
