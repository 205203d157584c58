package dev.devsync.session;

import dev.devsync.config.Service;
import dev.devsync.config.SourceFolder;
import dev.devsync.config.Sync;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.select.Placement;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import dev.devsync.watch.HostPaths;
import dev.devsync.watch.RemoteFolder;
import dev.devsync.watch.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One sync of a service: its watched source with the selection in force, and what the source tells as events.
final class SyncedSource implements AutoCloseable {

    private final Service service;
    private final Sync sync;
    private final Reporter reporter;
    private final SourceRules rules;
    private final Source source;
    private final SeenContents contents;
    private final @Nullable SyncedSource watched;
    private final Instant begun = Instant.now();
    private boolean ready;

    /// Who tells a source what changes in its folder.
    enum Origin {
        /// The system: it is somebody's working folder.
        SYSTEM,
        /// Whoever writes it, who has it alone and says so, see [Source#beginTold]. All that is in it takes part.
        WRITER
    }

    private SyncedSource(Service service, Sync sync, Origin origin, Reporter reporter) throws IOException {
        this.service = service;
        this.sync = sync;
        this.reporter = reporter;
        this.rules = new SourceRules(sync.source());
        this.source = switch (origin) {
            case SYSTEM -> Source.begin(sync.path(), rules, new Listener(), pollEvery());
            case WRITER -> Source.beginTold(sync.path(), rules, new Listener());
        };
        this.contents = new SeenContents(this::fileOf);
        this.watched = null;
    }

    /// The same source for another service: it is watched once.
    private SyncedSource(Service service, Sync sync, SyncedSource same) {
        this.service = service;
        this.sync = sync;
        this.reporter = same.reporter;
        this.rules = same.rules;
        this.source = same.source;
        this.contents = same.contents;
        this.watched = same;
    }

    /// Begins to watch and scan; does not wait for it, see [#awaitReady].
    ///
    /// @throws IOException if the rules cannot be loaded
    static SyncedSource begin(Service service, Sync sync, Reporter reporter) throws IOException {
        return begin(service, sync, Origin.SYSTEM, List.of(), reporter);
    }

    /// The same, with the source of an earlier sync that does the same work if there is one.
    static SyncedSource begin(Service service, Sync sync, Origin origin, List<SyncedSource> earlier, Reporter reporter)
            throws IOException {
        for (SyncedSource each : earlier) {
            if (each.sync.isSameWorkAs(sync)) {
                return new SyncedSource(service, sync, each);
            }
        }
        return new SyncedSource(service, sync, origin, reporter);
    }

    /// Waits until the source has been scanned, and tells that once. Nobody may act on what is [#current()] before.
    ///
    /// @throws InterruptedException if interrupted, or if this is closed meanwhile
    void awaitReady() throws InterruptedException {
        source.awaitFirst();
        if (watched != null) {
            watched.ready();
        }
        ready();
    }

    /// Whether it has been scanned.
    boolean isScanned() {
        return source.current().revision() > 0;
    }

    private synchronized void ready() {
        if (ready) {
            return;
        }
        if (!service.reactions().isEmpty()) {
            contents.learn(current().tree());
        }
        if (watched == null) {
            reporter.on(new Event.SourceReady(
                    service.name(),
                    sync.path().toString(),
                    files(),
                    current().tree().bytes(),
                    Duration.between(begun, current().since())));
        }
        ready = true;
    }

    /// What the configuration says; where it says nothing, it depends on the folder.
    private Duration pollEvery() {
        if (sync.source().pollEvery() != null) {
            return sync.source().pollEvery();
        }
        Optional<String> deaf = RemoteFolder.typeOf(sync.path());
        deaf.ifPresent(type -> reporter.on(new Event.Note(
                service.name(),
                sync.path() + " is on a file system of another machine (" + type + "), which need not tell of changes"
                        + " made there: it is looked at every " + SourceFolder.POLL_EVERY.toSeconds()
                        + " s as well (`watch:` in devsync.yaml changes that)")));
        return deaf.isPresent() ? SourceFolder.POLL_EVERY : Duration.ZERO;
    }

    Service service() {
        return service;
    }

    Sync sync() {
        return sync;
    }

    /// What is watched, for whoever tells it what he writes there.
    Source source() {
        return source;
    }

    /// Whether another one watches the same source, and with it its rules.
    boolean isSameWatchAs(SyncedSource other) {
        return source == other.source;
    }

    /// What the target shall have now: paths are the target's, here and in all that follows. Nothing, at revision 0,
    /// until it is ready.
    Source.State current() {
        return placed(source.current());
    }

    /// As [Source#awaitNewer].
    Source.State awaitNewer(long revision, Duration limit) throws InterruptedException {
        return placed(source.awaitNewer(revision, limit));
    }

    /// As [Source#awaitFullLook].
    Optional<Source.State> awaitFullLook(Duration limit) throws InterruptedException {
        return source.awaitFullLook(limit).map(this::placed);
    }

    private Source.State placed(Source.State state) {
        Placement placement = rules.placement();
        return placement == Placement.SAME
                ? state
                : new Source.State(
                        placement.place(state.tree()),
                        state.revision(),
                        state.since(),
                        state.status(),
                        state.unreadable().stream()
                                .flatMap(path -> placement.placesOf(path).stream())
                                .toList());
    }

    /// The host's file for a path of the target.
    Path fileOf(RelativePath path) {
        return source.fileOf(rules.placement().sourceOf(path));
    }

    /// Has what changed while it was read looked at again.
    void markDirty(Collection<RelativePath> paths) {
        source.markDirty(paths.stream().map(rules.placement()::sourceOf).toList());
    }

    /// What is left out of the source, by its paths on the host.
    List<PathProblem> problems() {
        return source.problems();
    }

    /// How many files and links the target shall have.
    long files() {
        return current().tree().files();
    }

    /// Paths of the target as the service's rules see them.
    List<RelativePath> asRulesSee(List<RelativePath> paths) {
        return below(
                sync.source().before(),
                paths.stream().map(rules.placement()::sourceOf).distinct().toList());
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

    SourceRules rules() {
        return rules;
    }

    /// What it has seen of paths that take part.
    ///
    /// @param paths as rules see them
    List<ServiceOrder.Seen> seen(Collection<RelativePath> paths) {
        Tree tree = source.current().tree();
        int before = sync.source().before().isRoot()
                ? 0
                : sync.source().before().raw().length() + 1;
        return paths.stream()
                .filter(path ->
                        path.isWithin(sync.source().before()) && path.raw().length() > before)
                .map(path -> new RelativePath(path.raw().substring(before)))
                .filter(path -> !rules.ignores(path, false))
                .map(path -> new ServiceOrder.Seen(source.fileOf(path), tree.get(path)))
                .toList();
    }

    /// Whether it has seen a file as another source has, if it has to do with the file at all. It cannot tell before
    /// it has scanned.
    boolean knows(ServiceOrder.Seen seen) {
        HostPaths paths = new HostPaths(source.fileOf(RelativePath.ROOT));
        Source.State state = source.current();
        if (state.revision() == 0) {
            return false;
        }
        if (!seen.file().startsWith(paths.root()) || state.status() == Source.Status.MISSING) {
            return true;
        }
        RelativePath path = paths.relative(seen.file());
        return Objects.equals(state.tree().get(path), seen.entry()) || rules.ignores(path, false);
    }

    @Override
    public void close() {
        source.close();
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
