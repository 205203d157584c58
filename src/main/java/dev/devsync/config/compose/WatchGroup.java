package dev.devsync.config.compose;

import dev.devsync.config.DeletionLimit;
import dev.devsync.config.SourceFolder;
import dev.devsync.config.Sync;
import dev.devsync.config.Upkeep;
import dev.devsync.config.Watched;
import dev.devsync.tree.Layout;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Rules that bring something to one folder of the container: they become one sync, since two would delete each
/// other's files.
final class WatchGroup {

    private final TargetPath target;

    /// The folder on the host that is that folder; null if there are only files under other names.
    private final @Nullable Path home;

    private final List<PlacedRule> atHome = new ArrayList<>();
    private final Map<TargetPath, PlacedRule> elsewhere = new LinkedHashMap<>();

    /// A group that begins with a rule.
    WatchGroup(PlacedRule first) {
        TargetPath place = Objects.requireNonNull(first.target());
        this.target = first.isFolder() ? place : parent(place);
        if (first.isRenamed()) {
            this.home = null;
            elsewhere.put(place, first);
        } else {
            this.home = first.root();
            atHome.add(first);
        }
    }

    TargetPath target() {
        return target;
    }

    /// Where its files are on the host.
    Path root() {
        List<Path> folders = new ArrayList<>();
        if (home != null) {
            folders.add(home);
        }
        elsewhere.values().forEach(each -> folders.add(each.root()));
        return WatchPlanner.common(folders);
    }

    /// Takes a rule if it belongs here.
    boolean takes(PlacedRule rule) {
        if (isAtHome(rule)) {
            atHome.add(rule);
            return true;
        }
        TargetPath place = Objects.requireNonNull(rule.target());
        boolean fits = home == null ? parent(place).equals(target) : place.isWithin(target);
        if (rule.isFolder() || !fits) {
            return false;
        }
        PlacedRule other = elsewhere.putIfAbsent(place, rule);
        return other == null || other.rule().path().equals(rule.rule().path());
    }

    private boolean isAtHome(PlacedRule rule) {
        if (home == null || !rule.root().startsWith(home)) {
            return false;
        }
        TargetPath there = below(target, home.relativize(rule.root()).toString());
        return (rule.isFolder() ? there : below(there, rule.under().text())).equals(rule.target());
    }

    /// What both this group and a rule that it did not take would bring to one place, or null.
    @Nullable
    String conflict(PlacedRule rule) {
        TargetPath place = Objects.requireNonNull(rule.target());
        PlacedRule same = elsewhere.get(place);
        if (same != null) {
            return "%s and %s to %s".formatted(same.rule().path(), rule.rule().path(), place);
        }
        TargetPath folder = rule.isFolder() ? place : parent(place);
        return folder.equals(target) ? "%s and %s to %s".formatted(root(), rule.root(), target) : null;
    }

    /// @param base the folder that the service's rules are relative to
    Sync sync(@Nullable ComposeBuild build, Path base) {
        Path root = root();
        Map<RelativePath, RelativePath> files = new LinkedHashMap<>();
        elsewhere.forEach((place, rule) ->
                files.put(within(place), PlacedRule.relative(root, rule.rule().path())));
        Layout layout = new Layout(home == null ? null : PlacedRule.relative(root, home), files);
        Path context = home == null ? root : home;
        Watched watched = new Watched(
                atHome.stream().map(member -> member.scope(root)).toList(),
                layout,
                build == null ? context : build.context(),
                build == null ? List.of(context.resolve(".dockerignore")) : build.ignoreFiles());
        return new Sync(SourceFolder.of(root, watched).seenFrom(PlacedRule.relative(base, root)), target, upkeep());
    }

    /// Who names each file means each, so the last one may go as well. A folder that loses all it has is
    /// another thing.
    private Upkeep upkeep() {
        boolean folders = atHome.stream().anyMatch(PlacedRule::isFolder);
        return folders ? Upkeep.DEFAULT : Upkeep.DEFAULT.with(DeletionLimit.NONE);
    }

    /// What a place is called in the target.
    private RelativePath within(TargetPath place) {
        return RelativePath.of(target.relative(place).value().substring(1));
    }

    private static TargetPath parent(TargetPath path) {
        return new TargetPath(path.value().substring(0, path.value().lastIndexOf('/') + 1));
    }

    private static TargetPath below(TargetPath target, String relative) {
        return new TargetPath(target.value() + "/" + relative);
    }
}
