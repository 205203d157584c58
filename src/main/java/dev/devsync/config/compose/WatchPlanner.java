package dev.devsync.config.compose;

import dev.devsync.config.Action;
import dev.devsync.config.Problems;
import dev.devsync.config.Rule;
import dev.devsync.config.SourceFolder;
import dev.devsync.config.Watched;
import dev.devsync.tree.Layout;
import dev.devsync.tree.TargetPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes syncs and reactions of the rules of one service.
///
/// Rules that bring parts of one folder to parts of one place become a single sync, so that a file that two
/// rules look at is brought once. What a rule asks for beside syncing becomes a reaction rule.
final class WatchPlanner {

    /// Who restarts what the service runs.
    enum AppOwner {
        /// It is the container's own process: the container is restarted.
        CONTAINER,
        /// devsync runs it by `x-devsync: {run: …}`: the app is restarted.
        DEVSYNC
    }

    private final ComposeService service;
    private final AppOwner owner;
    private final Consumer<String> notes;
    private final Problems problems;

    /// @param notes told what is left out
    WatchPlanner(ComposeService service, AppOwner owner, Consumer<String> notes, Problems problems) {
        this.service = service;
        this.owner = owner;
        this.notes = notes;
        this.problems = problems;
    }

    /// @param others folders that other syncs of the service have
    WatchPlan plan(List<Path> others) {
        List<PlacedRule> placed = new ArrayList<>();
        for (WatchRule rule : service.watch()) {
            PlacedRule each = place(rule);
            if (each != null) {
                placed.add(each);
            }
        }
        List<WatchGroup> groups =
                groups(placed.stream().filter(PlacedRule::isBrought).toList());
        List<PlacedRule> only =
                placed.stream().filter(each -> !each.isBrought()).toList();
        List<Path> roots = new ArrayList<>(others);
        groups.forEach(group -> roots.add(group.root()));
        only.forEach(each -> roots.add(each.root()));
        Path base = common(roots);
        return new WatchPlan(
                groups.stream().map(group -> group.sync(service.build(), base)).toList(),
                only.isEmpty() ? null : lookout(only, base),
                rules(placed, base),
                base);
    }

    private @Nullable PlacedRule place(WatchRule rule) {
        if (rule.action() == WatchAction.REBUILD && service.build() == null) {
            problems.at(
                    rule.place(),
                    "a rule of service `%s` has the action `rebuild`, but nothing is built".formatted(service.name()),
                    "add `build:` to the service, or write another action");
            return null;
        }
        if (!Files.exists(rule.path())) {
            problems.at(
                    rule.place(),
                    "`path` of a rule of service `%s` is %s, and there is nothing"
                            .formatted(service.name(), rule.path()),
                    "create it, or correct the path: it is relative to the project's folder");
            return null;
        }
        if (rule.target() != null && isMounted(rule, rule.target())) {
            notes.accept("service %s: %s is mounted at %s already, so it is not synced"
                    .formatted(service.name(), rule.path(), rule.target()));
            return rule.action() == WatchAction.SYNC ? null : PlacedRule.of(rule, null);
        }
        return PlacedRule.of(rule, rule.target());
    }

    /// Whether the container has the path anyway, by a bind mount: writing there would write on the host.
    private boolean isMounted(WatchRule rule, TargetPath target) {
        return service.mounts().stream()
                .anyMatch(mount ->
                        mount.isBind() && rule.path().startsWith(mount.source()) && target.isWithin(mount.target()));
    }

    /// From the top down: what lies in a folder that is brought comes with it. Files that get other names go to the
    /// nearest folder that there is then.
    private List<WatchGroup> groups(List<PlacedRule> brought) {
        List<WatchGroup> groups = new ArrayList<>();
        brought.stream()
                .sorted(Comparator.comparing(PlacedRule::isRenamed)
                        .thenComparingInt(each -> each.root().getNameCount())
                        .thenComparing(each -> !each.isFolder()))
                .filter(each -> groups.stream()
                        .sorted(Comparator.comparingInt((WatchGroup group) ->
                                        group.target().value().length())
                                .reversed())
                        .noneMatch(group -> group.takes(each)))
                .forEach(each -> {
                    checkApart(each, groups);
                    groups.add(new WatchGroup(each));
                });
        return groups;
    }

    private void checkApart(PlacedRule placed, List<WatchGroup> groups) {
        groups.stream()
                .map(group -> group.conflict(placed))
                .filter(Objects::nonNull)
                .forEach(both -> problems.at(
                        placed.rule().place(),
                        "rules of service `%s` bring both %s".formatted(service.name(), both),
                        "give each a place of its own"));
    }

    private SourceFolder lookout(List<PlacedRule> only, Path base) {
        Path root = common(only.stream().map(PlacedRule::root).toList());
        ComposeBuild build = service.build();
        Watched watched = new Watched(
                only.stream().map(each -> each.scope(root)).toList(),
                Layout.SAME,
                build == null ? root : build.context(),
                build == null ? List.of(root.resolve(".dockerignore")) : build.ignoreFiles());
        return SourceFolder.of(root, watched).seenFrom(PlacedRule.relative(base, root));
    }

    private List<Rule> rules(List<PlacedRule> placed, Path base) {
        List<Rule> rules = new ArrayList<>();
        for (PlacedRule each : placed) {
            WatchRule rule = each.rule();
            Action action = switch (rule.action()) {
                case SYNC -> null;
                case SYNC_AND_EXEC -> Action.NONE;
                case RESTART, SYNC_AND_RESTART -> owner == AppOwner.DEVSYNC ? Action.RESTART : Action.CONTAINER_RESTART;
                case REBUILD -> Action.REBUILD;
            };
            if (action != null) {
                rules.add(Rule.of(each.scope(base), rule.exec(), action, Yaml.line(rule.place())));
            }
        }
        return rules;
    }

    /// The nearest folder that all of them are, or are in.
    static Path common(List<Path> paths) {
        Path common = paths.isEmpty() ? Path.of("/") : paths.getFirst();
        for (Path path : paths) {
            while (!path.startsWith(common)) {
                common = Objects.requireNonNull(common.getParent());
            }
        }
        return common;
    }
}
