package dev.devsync.session;

import dev.devsync.config.Service;
import dev.devsync.config.Sync;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.select.BadPatternException;
import dev.devsync.select.SelectionRules;
import dev.devsync.select.Selector;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import dev.devsync.watch.HostPaths;
import dev.devsync.watch.RemoteFolder;
import dev.devsync.watch.RuleSource;
import dev.devsync.watch.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// One sync of a service: its watched source with the selection in force, and what the source tells as events.
final class SyncedSource implements AutoCloseable {

    private final Service service;
    private final Sync sync;
    private final Reporter reporter;
    private final Rules rules;
    private final Source source;
    private final SeenContents contents;

    /// Who tells a source what changes in its folder.
    enum Origin {
        /// The system: it is somebody's working folder.
        SYSTEM,
        /// Whoever writes it, who has it alone and says so, see [Source#told]. All that is in it takes part.
        WRITER
    }

    private SyncedSource(Service service, Sync sync, Origin origin, Reporter reporter)
            throws IOException, InterruptedException {
        this.service = service;
        this.sync = sync;
        this.reporter = reporter;
        this.rules = new Rules(sync, origin);
        this.source = switch (origin) {
            case SYSTEM -> Source.open(sync.path(), rules, new Listener(), pollEvery());
            case WRITER -> Source.told(sync.path(), rules, new Listener());
        };
        this.contents = new SeenContents(source::fileOf);
        if (!service.reactions().isEmpty()) {
            contents.learn(source.current().tree());
        }
    }

    /// The same source for another service: it is watched once.
    private SyncedSource(Service service, Sync sync, SyncedSource same) {
        this.service = service;
        this.sync = sync;
        this.reporter = same.reporter;
        this.rules = same.rules;
        this.source = same.source;
        this.contents = same.contents;
        if (!service.reactions().isEmpty()) {
            contents.learn(source.current().tree());
        }
    }

    /// Scans and watches.
    ///
    /// @throws IOException if the rules cannot be loaded
    static SyncedSource open(Service service, Sync sync, Reporter reporter) throws IOException, InterruptedException {
        return open(service, sync, Origin.SYSTEM, reporter);
    }

    private static SyncedSource open(Service service, Sync sync, Origin origin, Reporter reporter)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        SyncedSource opened = new SyncedSource(service, sync, origin, reporter);
        reporter.on(new Event.SourceReady(
                service.name(),
                sync.path().toString(),
                opened.source.files(),
                opened.source.current().tree().bytes(),
                Duration.ofNanos(System.nanoTime() - start)));
        return opened;
    }

    /// Opens a sync, with the source of an earlier one that does the same work if there is one.
    static SyncedSource open(Service service, Sync sync, Origin origin, List<SyncedSource> earlier, Reporter reporter)
            throws IOException, InterruptedException {
        for (SyncedSource each : earlier) {
            if (each.sync.isSameWorkAs(sync)) {
                return new SyncedSource(service, sync, each);
            }
        }
        return open(service, sync, origin, reporter);
    }

    /// What the configuration says; where it says nothing, it depends on the folder.
    private Duration pollEvery() {
        if (sync.pollEvery() != null) {
            return sync.pollEvery();
        }
        Optional<String> deaf = RemoteFolder.typeOf(sync.path());
        deaf.ifPresent(type -> reporter.on(new Event.Note(
                service.name(),
                sync.path() + " is on a file system of another machine (" + type + "), which need not tell of changes"
                        + " made there: it is looked at every " + Sync.POLL_EVERY.toSeconds()
                        + " s as well (`watch:` in devsync.yaml changes that)")));
        return deaf.isPresent() ? Sync.POLL_EVERY : Duration.ZERO;
    }

    Service service() {
        return service;
    }

    Sync sync() {
        return sync;
    }

    Source source() {
        return source;
    }

    /// Paths of the source as the service's rules see them.
    List<RelativePath> asRulesSee(List<RelativePath> paths) {
        return below(sync.before(), paths);
    }

    static List<RelativePath> below(RelativePath before, List<RelativePath> paths) {
        return before.isRoot()
                ? paths
                : paths.stream()
                        .map(path -> new RelativePath(before.raw() + "/" + path.raw()))
                        .toList();
    }

    SeenContents contents() {
        return contents;
    }

    Rules rules() {
        return rules;
    }

    /// What it has seen of paths that take part.
    ///
    /// @param paths as rules see them
    List<ServiceOrder.Seen> seen(Collection<RelativePath> paths) {
        Tree tree = source.current().tree();
        int before = sync.before().isRoot() ? 0 : sync.before().raw().length() + 1;
        return paths.stream()
                .filter(path -> path.isWithin(sync.before()) && path.raw().length() > before)
                .map(path -> new RelativePath(path.raw().substring(before)))
                .filter(path -> !rules.ignores(path, false))
                .map(path -> new ServiceOrder.Seen(source.fileOf(path), tree.get(path)))
                .toList();
    }

    /// Whether it has seen a file as another source has, if it has to do with the file at all.
    boolean knows(ServiceOrder.Seen seen) {
        HostPaths paths = new HostPaths(source.fileOf(RelativePath.ROOT));
        if (!seen.file().startsWith(paths.root()) || source.current().status() == Source.Status.MISSING) {
            return true;
        }
        RelativePath path = paths.relative(seen.file());
        return Objects.equals(source.current().tree().get(path), seen.entry()) || rules.ignores(path, false);
    }

    @Override
    public void close() {
        source.close();
    }

    /// The selection of a sync, loaded anew whenever a rule file changes.
    static final class Rules implements RuleSource {
        private final Sync sync;
        private final Origin origin;
        private final AtomicReference<Selector> current = new AtomicReference<>();

        Rules(Sync sync) {
            this(sync, Origin.SYSTEM);
        }

        Rules(Sync sync, Origin origin) {
            this.sync = sync;
            this.origin = origin;
        }

        @Override
        public Selector load() throws IOException {
            if (origin == Origin.WRITER) {
                return Selector.ALL; // the laptop has selected
            }
            try {
                Selector loaded = sync.watched() == null
                        ? SelectionRules.load(sync.path(), sync.ignore(), sync.include(), sync.gitignore())
                        : WatchedRules.load(sync.path(), sync.watched());
                current.set(loaded);
                return loaded;
            } catch (BadPatternException e) {
                throw new IOException(
                        e.line() == BadPatternException.NO_LINE
                                ? "in the sync of " + sync.path() + ", " + e.getMessage()
                                : e.getMessage(),
                        e);
            }
        }

        @Override
        public boolean isRuleFile(RelativePath path) {
            return switch (current.get()) {
                case SelectionRules rules -> rules.isRuleFile(path);
                case null, default ->
                    sync.watched() != null
                            && WatchedRules.filesIn(sync.path(), sync.watched()).contains(path);
            };
        }

        @Override
        public Collection<RelativePath> files() {
            if (origin == Origin.WRITER) {
                return List.of();
            }
            return sync.watched() == null
                    ? SelectionRules.filesAtRoot(sync.gitignore())
                    : WatchedRules.filesIn(sync.path(), sync.watched());
        }

        @Override
        public Collection<Path> filesOutside() {
            return sync.watched() == null ? List.of() : WatchedRules.filesOutside(sync.path(), sync.watched());
        }

        boolean ignores(RelativePath path, boolean folder) {
            Selector.Kind kind = folder ? Selector.Kind.DIRECTORY : Selector.Kind.OTHER;
            return current().decideWithParents(path, kind) == Selector.Verdict.IGNORED;
        }

        Selector current() {
            Selector rules = current.get();
            return rules == null ? Selector.ALL : rules;
        }
    }

    /// A pipe, a socket or a device is left out and said once; nobody has to mend it.
    static Event told(String folder, PathProblem problem) {
        return problem.kind() == PathProblem.Kind.UNSUPPORTED
                ? new Event.Note(folder, problem.toString())
                : new Event.PathTrouble(folder, problem);
    }

    private final class Listener implements Source.Listener {
        private final Set<RelativePath> noted = new HashSet<>();

        private String folder() {
            return sync.path().toString();
        }

        @Override
        public void onProblem(PathProblem problem) {
            reporter.on(told(folder(), problem));
            if (problem.kind() == PathProblem.Kind.UNSUPPORTED) {
                noted.add(problem.path());
            }
        }

        @Override
        public void onProblemGone(RelativePath path) {
            if (!noted.remove(path)) {
                reporter.on(new Event.PathRecovered(folder(), path));
            }
        }

        @Override
        public void onRescan(String reason) {
            reporter.on(new Event.Note(service.name(), "looking at all of " + folder() + " again: " + reason));
        }

        @Override
        public void onRuleTrouble(String message) {
            reporter.on(
                    new Event.Trouble(folder(), message, "The rules from before stay in force until it is mended."));
        }

        @Override
        public void onWatchTrouble(String message, String advice) {
            reporter.on(new Event.Trouble(folder(), message, advice));
        }

        @Override
        public void onWatchRestored() {
            reporter.on(new Event.Recovered(folder(), "the system tells of changes again"));
        }
    }
}
