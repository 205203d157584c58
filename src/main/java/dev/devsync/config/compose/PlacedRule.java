package dev.devsync.config.compose;

import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.WatchScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A rule of `develop.watch` with its folder on the host: for a single file that is the one around it.
///
/// @param under the file in the folder; the root where the rule is for the folder
/// @param target where the rule brings it; null where it is not brought anywhere
record PlacedRule(
        WatchRule rule,
        Path root,
        RelativePath under,
        @Nullable TargetPath target) {

    /// @param target null where it is not brought anywhere, whatever the rule says
    static PlacedRule of(WatchRule rule, @Nullable TargetPath target) {
        if (Files.isDirectory(rule.path())) {
            return new PlacedRule(rule, rule.path(), RelativePath.ROOT, target);
        }
        Path folder = Objects.requireNonNull(rule.path().getParent());
        return new PlacedRule(
                rule, folder, RelativePath.of(rule.path().getFileName().toString()), target);
    }

    boolean isFolder() {
        return under.isRoot();
    }

    /// Whether it is for a file that is called differently in the target.
    boolean isRenamed() {
        return !isFolder() && target != null && !target.value().endsWith("/" + under.text());
    }

    boolean isBrought() {
        return target != null;
    }

    /// What it looks at, seen from a folder around its own.
    WatchScope scope(Path from) {
        return new WatchScope(under, rule.ignore(), rule.include()).below(relative(from, root));
    }

    static RelativePath relative(Path from, Path to) {
        return RelativePath.of(from.relativize(to).toString());
    }
}
