package dev.devsync.config.compose;

import dev.devsync.config.Action;
import dev.devsync.config.Lookout;
import dev.devsync.config.Problems;
import dev.devsync.config.Rule;
import dev.devsync.config.Sync;
import dev.devsync.config.Watched;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.WatchScope;
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
/// Rules that bring parts of one folder to parts of one place become a single sync, so that a file that two rules look
/// at is brought once. What a rule asks for beside syncing becomes a reaction rule.
final class WatchPlanner {

    /// Who restarts what the service runs.
    enum AppOwner {
        /// It is the container's own process: the container is restarted.
        CONTAINER,
        /// devsync runs it by `x-devsync: {run: …}`: the app is restarted.
        DEVSYNC
    }

    /// A rule with its folder on the host: for a single file that is the one around it.
    private record Placed(
            WatchRule rule,
            Path root,
            RelativePath under,
            @Nullable TargetPath target) {

        WatchScope scope(Path from) {
            return new WatchScope(under, rule.ignore(), rule.include()).below(relative(from, root));
        }
    }

    private record Group(Path root, TargetPath target, List<Placed> members) {

        boolean takes(Placed placed) {
            return placed.root.startsWith(root)
                    && Objects.equals(placed.target, below(target, root.relativize(placed.root)));
        }
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
        List<Placed> placed = new ArrayList<>();
        for (WatchRule rule : service.watch()) {
            Placed each = place(rule);
            if (each != null) {
                placed.add(each);
            }
        }
        List<Group> groups =
                groups(placed.stream().filter(each -> each.target != null).toList());
        List<Placed> only = placed.stream().filter(each -> each.target == null).toList();
        List<Path> roots = new ArrayList<>(others);
        groups.forEach(group -> roots.add(group.root));
        only.forEach(each -> roots.add(each.root));
        Path base = common(roots);
        return new WatchPlan(
                groups.stream().map(group -> sync(group, base)).toList(),
                only.isEmpty() ? null : lookout(only, base),
                rules(placed, base),
                base);
    }

    private @Nullable Placed place(WatchRule rule) {
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
            return rule.action() == WatchAction.SYNC ? null : placed(rule, null);
        }
        return placed(rule, rule.target());
    }

    private @Nullable Placed placed(WatchRule rule, @Nullable TargetPath target) {
        if (Files.isDirectory(rule.path())) {
            return new Placed(rule, rule.path(), RelativePath.ROOT, target);
        }
        Path folder = Objects.requireNonNull(rule.path().getParent());
        String name = Objects.toString(rule.path().getFileName());
        if (target != null
                && !name.equals(target.value().substring(target.value().lastIndexOf('/') + 1))) {
            notes.accept(
                    "service %s: the rule for %s is left out: devsync syncs a file under its own name, and not as %s"
                            .formatted(service.name(), rule.path(), target));
            return null;
        }
        return new Placed(rule, folder, RelativePath.of(name), target == null ? null : parent(target));
    }

    private static TargetPath parent(TargetPath path) {
        return new TargetPath(path.value().substring(0, path.value().lastIndexOf('/') + 1));
    }

    private static TargetPath below(TargetPath target, Path relative) {
        return new TargetPath(target.value() + "/" + relative);
    }

    /// Whether the container has the path anyway, by a bind mount: writing there would write on the host.
    private boolean isMounted(WatchRule rule, TargetPath target) {
        return service.mounts().stream()
                .anyMatch(mount ->
                        mount.isBind() && rule.path().startsWith(mount.source()) && target.isWithin(mount.target()));
    }

    private List<Group> groups(List<Placed> syncing) {
        List<Group> groups = new ArrayList<>();
        syncing.stream()
                .sorted(Comparator.comparingInt(each -> each.root.getNameCount()))
                .forEach(placed -> groups.stream()
                        .filter(group -> group.takes(placed))
                        .findFirst()
                        .orElseGet(() -> {
                            Group group =
                                    new Group(placed.root, Objects.requireNonNull(placed.target), new ArrayList<>());
                            checkApart(group, groups, placed);
                            groups.add(group);
                            return group;
                        })
                        .members
                        .add(placed));
        return groups;
    }

    private void checkApart(Group group, List<Group> others, Placed placed) {
        for (Group other : others) {
            if (other.target.equals(group.target)) {
                problems.at(
                        placed.rule.place(),
                        "rules of service `%s` bring both %s and %s to %s"
                                .formatted(service.name(), other.root, group.root, group.target),
                        "give each a place of its own");
            }
        }
    }

    private Sync sync(Group group, Path base) {
        return Sync.of(group.root, group.target, watched(group.root, group.members), relative(base, group.root));
    }

    private Lookout lookout(List<Placed> only, Path base) {
        Path root = common(only.stream().map(Placed::root).toList());
        return new Lookout(root, watched(root, only), relative(base, root));
    }

    private Watched watched(Path root, List<Placed> members) {
        ComposeBuild build = service.build();
        return new Watched(
                members.stream().map(member -> member.scope(root)).toList(),
                build == null ? root : build.context(),
                build == null ? List.of(root.resolve(".dockerignore")) : build.ignoreFiles());
    }

    private List<Rule> rules(List<Placed> placed, Path base) {
        List<Rule> rules = new ArrayList<>();
        for (Placed each : placed) {
            WatchRule rule = each.rule;
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

    private static RelativePath relative(Path from, Path to) {
        return RelativePath.of(from.relativize(to).toString());
    }

    /// The nearest folder that all of them are, or are in.
    private static Path common(List<Path> paths) {
        Path common = paths.isEmpty() ? Path.of("/") : paths.getFirst();
        for (Path path : paths) {
            while (!path.startsWith(common)) {
                common = Objects.requireNonNull(common.getParent());
            }
        }
        return common;
    }
}
