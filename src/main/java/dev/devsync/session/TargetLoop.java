package dev.devsync.session;

import dev.devsync.config.Sync;
import dev.devsync.report.DeltaSummary;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.report.TargetName;
import dev.devsync.target.Access;
import dev.devsync.target.Applied;
import dev.devsync.target.Claim;
import dev.devsync.target.Contents;
import dev.devsync.target.Progress;
import dev.devsync.target.RenamedContents;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.Delta;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.Tree;
import dev.devsync.watch.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/// The reconcile loop of one target: connect, compare, then send what differs, for as long as the container runs.
///
/// What the target has acknowledged is the only memory. Whatever happens, the next delta is the difference between
/// that and the source's tree; after a new connection the target itself says what it has.
final class TargetLoop implements Runnable, AutoCloseable {

    /// How often to see whether the target is still there while nothing changes. It is one line each way.
    private static final Duration CHECK = Duration.ofSeconds(2);

    /// How long closing waits for what is being sent.
    private static final Duration CLOSING = Duration.ofSeconds(3);

    /// For trees as deep as a path can say, some two thousand folders, in bytes. What is not used takes no memory.
    private static final long STACK = 32L << 20;

    private final SyncedSource synced;
    private final Connector connector;
    private final TargetName name;
    private final FolderReaders readers;
    private final Reporter reporter;
    private final Runnable onFenced;
    private final Thread thread;
    private final ProblemBook problems;
    private final Backoff reconnect = new Backoff();
    private final HeldBack held = new HeldBack();
    private final DeletionGuard guard;
    private final DriftWatch driftWatch;
    private final DriftBook drift;

    private volatile boolean stopped;
    private volatile @Nullable Target open;
    private volatile TargetState state = TargetState.CONNECTING;

    private Claim claim = Claim.first();
    private Tree acknowledged = Tree.EMPTY;
    private long seen;

    /// @param target the target that is written to
    /// @param readers told what has arrived, from the loop's thread
    /// @param onFenced run when another devsync has taken the target over
    TargetLoop(TargetMember target, FolderReaders readers, Reporter reporter, Runnable onFenced) {
        this.synced = target.source();
        this.connector = target.connector();
        this.name = target.name();
        this.readers = readers;
        this.reporter = reporter;
        this.onFenced = onFenced;
        this.problems = new ProblemBook(name, reporter);
        this.guard = new DeletionGuard(synced, reporter, why -> phase(TargetState.Phase.HALTED, why));
        this.driftWatch = new DriftWatch(synced.sync().upkeep().verifyEvery());
        this.drift = new DriftBook(name, synced.sync().mode(), synced.rules(), reporter);
        this.thread = Thread.ofPlatform()
                .stackSize(STACK)
                .name("devsync-target-" + name)
                .unstarted(this);
    }

    void start() {
        thread.start();
    }

    TargetName name() {
        return name;
    }

    TargetState state() {
        return state;
    }

    @Override
    public void run() {
        while (!stopped) {
            try (Target target = connect()) {
                catchUp(target);
                follow(target);
            } catch (TargetException e) {
                trouble(e);
            } catch (InterruptedException e) {
                stopped = true;
            } catch (RuntimeException | Error e) { // the thread's root: an error of ours must not end syncing unseen
                trouble(new TargetException.Disconnected("an error of devsync's own: " + e, e));
            } finally {
                open = null;
                if (!stopped) { // else whoever stops this loop tells it
                    readers.left();
                }
            }
        }
        phase(TargetState.Phase.ENDED, null);
    }

    private Target connect() throws TargetException, InterruptedException {
        Thread.sleep(reconnect.next());
        Sync sync = synced.sync();
        TargetOptions options = new TargetOptions(sync.target(), sync.mode(), sync.owner(), Access.WRITE, claim);
        OwnFolder.check(sync, synced.rules(), connector);
        Instant begun = Instant.now();
        Target target = connector.connect(options);
        claim = claim.again(begun);
        open = target;
        if (stopped) {
            target.close(); // closing began while the connection was made
            throw new InterruptedException();
        }
        return target;
    }

    private void catchUp(Target target) throws TargetException, InterruptedException {
        Instant start = Instant.now();
        phase(TargetState.Phase.COMPARING, null);
        CatchUp catchUp = new CatchUp(target, synced.sync().mode(), synced.rules(), synced::fileOf);
        Snapshot found = target.scan();
        synced.awaitReady(); // its first scan may have gone on while the target listed what it has
        if (stopped) {
            throw new InterruptedException();
        }
        Source.State current = synced.current();
        Source.State wanted = guard.allowed(Tree.EMPTY, current);
        if (wanted.revision() != current.revision()) {
            found = target.scan(); // it was halted, maybe for long
        }
        CatchUp.Plan plan = catchUp.plan(found, wanted.tree(), wanted.unreadable());
        Source.State allowed = guard.allowed(plan.acknowledged(), wanted);
        if (allowed.revision() != wanted.revision()) {
            plan = catchUp.plan(target.scan(), allowed.tree(), allowed.unreadable());
        }
        problems.connected(target.capabilities());
        drift.clear();
        held.clear();
        phase(TargetState.Phase.SENDING, null);
        Applied applied;
        try (FillProgress progress = new FillProgress(name, plan.delta(), reporter)) {
            applied = catchUp.carryOut(plan, allowed.tree(), progress);
        }
        acknowledge(plan.acknowledged(), allowed, plan.delta(), List.of(), applied);
        target.completed(seen);
        reconnect.reset();
        problems.recovered();
        reporter.on(new Event.CaughtUp(
                name, DeltaSummary.of(plan.delta()), acknowledged.files(), Duration.between(start, Instant.now())));
        if (stopped) {
            return; // another may write by now; what it finds here is told then
        }
        readers.caughtUp(acknowledged, plan.delta().without(applied.failed()), wanted.since(), seen);
    }

    private void follow(Target target) throws TargetException, InterruptedException {
        driftWatch.connected();
        while (!stopped) {
            Source.State wanted = synced.awaitNewer(seen, driftWatch.untilDue(held.untilNext(CHECK)));
            boolean idle = wanted.revision() == seen;
            wanted = guard.allowed(acknowledged, wanted);
            try {
                if (idle) {
                    target.check();
                }
                if (idle && !driftWatch.isDue() && held.paths().isEmpty()) {
                    continue;
                }
                if (wanted.revision() == seen && driftWatch.isDue()) {
                    lookForDrift(target, wanted);
                }
                push(target, wanted);
            } catch (TargetException.Stale e) {
                catchUp(target);
            }
        }
    }

    private void lookForDrift(Target target, Source.State wanted) throws TargetException, InterruptedException {
        var found = driftWatch.look(
                target,
                acknowledged,
                wanted.tree(),
                synced::fileOf,
                () -> stopped || synced.current().revision() > seen);
        if (found.isPresent()) {
            acknowledged = drift.found(found.get(), acknowledged);
            push(target, wanted);
            if (drift.needsCatchUp(found.get())) {
                catchUp(target);
            }
        }
    }

    private void push(Target target, Source.State wanted) throws TargetException {
        Instant start = wanted.revision() > seen ? wanted.since() : Instant.now();
        Delta all = difference(wanted);
        held.keepOnly(all);
        List<RelativePath> waiting = held.waiting(all, wanted.tree());
        Delta delta = all.without(waiting);
        if (delta.isEmpty()) {
            seen = wanted.revision();
            target.completed(seen);
            problems.found(List.of(), held.paths());
            inSync();
            readers.arrived(acknowledged, acknowledged, delta, wanted.since(), seen, Duration.ZERO);
            return;
        }
        phase(TargetState.Phase.SENDING, null);
        Tree before = acknowledged;
        Contents contents = RenamedContents.of(synced::fileOf, acknowledged, delta);
        Applied applied = target.apply(delta, contents, Progress.NONE);
        acknowledge(acknowledged, wanted, delta, waiting, applied);
        target.completed(seen);
        if (stopped) {
            return;
        }
        Duration took = Duration.between(start, Instant.now());
        Delta arrived = delta.without(applied.failed());
        readers.arrived(before, acknowledged, arrived, wanted.since(), seen, took);
    }

    private Delta difference(Source.State wanted) {
        if (!FlightRecorder.isInitialized()) { // an event would set it up, which takes some 30 ms of a start
            return Delta.between(acknowledged, wanted.tree());
        }
        DifferenceEvent event = new DifferenceEvent();
        event.begin();
        Delta delta = Delta.between(acknowledged, wanted.tree());
        event.end();
        if (event.shouldCommit() && wanted.revision() > seen) {
            event.target = name.toString();
            event.changes = delta.changes().size();
            event.waited = Duration.between(wanted.since(), Instant.now()).toNanos();
            event.commit();
        }
        return delta;
    }

    /// @param delta what was sent
    /// @param waiting what was not
    private void acknowledge(
            Tree before, Source.State wanted, Delta delta, List<RelativePath> waiting, Applied applied) {
        List<RelativePath> left = new ArrayList<>(waiting);
        left.addAll(applied.failed());
        acknowledged = Delta.acknowledged(before, wanted.tree(), left);
        seen = wanted.revision();
        held.tried(delta, applied.problems(), wanted.tree());
        guard.acknowledged(before, acknowledged);
        drift.sent(delta);
        driftWatch.sent(delta, Instant.now());
        problems.found(applied.problems(), held.paths());
        List<RelativePath> changing = applied.problems().stream()
                .filter(problem -> problem.kind() == PathProblem.Kind.CHANGING)
                .map(PathProblem::path)
                .toList();
        synced.markDirty(changing);
        inSync();
    }

    private void inSync() {
        String trouble = problems.first();
        phase(TargetState.Phase.IN_SYNC, trouble == null ? drift.problem() : trouble);
    }

    /// Says that what this target halted for may be deleted.
    ///
    /// @return false if it did not halt for that
    boolean agree() {
        return guard.agree();
    }

    private void trouble(TargetException e) {
        if (stopped) {
            return; // our own closing broke the connection
        }
        boolean fenced = e instanceof TargetException.Fenced;
        if (fenced) { // not to be told by `stopped` below: somebody may close this loop at any moment
            stopped = true;
        }
        phase(TargetState.Phase.TROUBLED, e.getMessage());
        problems.troubled(e);
        if (fenced) {
            readers.takenOver();
            onFenced.run();
        }
    }

    private void phase(TargetState.Phase phase, @Nullable String problem) {
        Tree tree = synced.current().tree();
        long behind = Delta.between(acknowledged, tree).changes().size();
        Target target = open;
        state = new TargetState(
                phase,
                seen,
                Math.max(0, tree.files() - behind),
                tree.files(),
                held.paths().size(),
                Instant.now(),
                problem,
                target == null ? "" : target.capabilities().transport());
    }

    /// Ends the loop; what is being sent is cut off after three seconds.
    @Override
    public void close() {
        stopped = true;
        Target target = open;
        if (target != null) {
            target.close();
        }
        thread.interrupt();
        try {
            thread.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
