package dev.devsync.session;

import dev.devsync.report.DeltaSummary;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.report.TargetName;
import dev.devsync.target.Applied;
import dev.devsync.target.Progress;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.Delta;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import dev.devsync.watch.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The reconcile loop of one target: connect, compare, then send what differs, for as long as the container runs.
///
/// What the target has acknowledged is the only memory. Whatever happens, the next delta is the difference between
/// that and the source's tree; after a new connection the target itself says what it has.
final class TargetLoop implements Runnable, AutoCloseable {

    /// How often to see whether the target is still there while nothing changes. It is one line each way.
    private static final Duration CHECK = Duration.ofSeconds(2);

    /// A wait without a change is no wait without a limit.
    private static final Duration LONG = Duration.ofMinutes(10);

    /// How long closing waits for what is being sent.
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final SyncedSource synced;
    private final Source source;
    private final Connector connector;
    private final TargetName name;
    private final Fanout fanout;
    private final Reporter reporter;
    private final Runnable onFenced;
    private final Thread thread;
    private final ProblemBook problems;
    private final Backoff reconnect = new Backoff();
    private final Backoff retry = new Backoff();

    private volatile boolean stopped;
    private volatile @Nullable Target open;
    private volatile TargetState state =
            new TargetState(TargetState.Phase.CONNECTING, 0, 0, 0, Instant.now(), null, "");

    private Tree acknowledged = Tree.EMPTY;
    private long seen;

    /// @param onFenced run when another devsync has taken the target over
    TargetLoop(
            SyncedSource synced,
            Connector connector,
            TargetName name,
            Fanout fanout,
            Reporter reporter,
            Runnable onFenced) {
        this.synced = synced;
        this.source = synced.source();
        this.connector = connector;
        this.name = name;
        this.fanout = fanout;
        this.reporter = reporter;
        this.onFenced = onFenced;
        this.problems = new ProblemBook(name, reporter);
        this.thread = Thread.ofPlatform().name("devsync-target-" + name).unstarted(this);
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
                fanout.left(name);
            }
        }
        phase(TargetState.Phase.ENDED, null);
    }

    private Target connect() throws TargetException, InterruptedException {
        Thread.sleep(reconnect.next());
        TargetOptions options = new TargetOptions(
                synced.sync().target(), synced.sync().mode(), synced.sync().owner());
        Target target = connector.connect(options);
        open = target;
        if (stopped) {
            target.close(); // closing began while the connection was made
            throw new InterruptedException();
        }
        return target;
    }

    private void catchUp(Target target) throws TargetException, InterruptedException {
        Instant start = Instant.now();
        Source.State wanted = ready();
        phase(TargetState.Phase.COMPARING, null);
        Tree tree = wanted.tree();
        CatchUp catchUp = new CatchUp(target, synced.sync().mode(), synced.rules(), source::fileOf);
        CatchUp.Plan plan = catchUp.plan(tree, wanted.unreadable());
        if (wouldEmpty(plan.acknowledged(), tree)) {
            wanted = awaitFiles(wanted);
            tree = wanted.tree();
            plan = catchUp.plan(tree, wanted.unreadable());
        }
        problems.connected(target.capabilities());
        phase(TargetState.Phase.SENDING, null);
        Applied applied = catchUp.carryOut(plan, tree, new FillProgress(name, plan.delta(), reporter));
        acknowledge(plan.acknowledged(), wanted, applied);
        reconnect.reset();
        fanout.joined(name, seen);
        problems.recovered();
        reporter.on(new Event.CaughtUp(
                name, DeltaSummary.of(plan.delta()), acknowledged.files(), Duration.between(start, Instant.now())));
    }

    private void follow(Target target) throws TargetException, InterruptedException {
        while (!stopped) {
            boolean pending = problems.pending();
            Source.State wanted = source.awaitNewer(seen, pending ? retry.next() : CHECK);
            if (wanted.revision() == seen && !pending) {
                target.check();
                continue;
            }
            if (wanted.status() == Source.Status.MISSING || wouldEmpty(acknowledged, wanted.tree())) {
                wanted = awaitFiles(wanted);
            }
            try {
                push(target, wanted);
            } catch (TargetException.Stale e) {
                catchUp(target);
            }
        }
    }

    private void push(Target target, Source.State wanted) throws TargetException {
        Delta delta = Delta.between(acknowledged, wanted.tree());
        if (delta.isEmpty()) {
            seen = wanted.revision();
            problems.found(List.of());
            retry.reset();
            phase(TargetState.Phase.IN_SYNC, null);
            fanout.acknowledged(name, seen, delta, Duration.ZERO);
            return;
        }
        phase(TargetState.Phase.SENDING, null);
        Applied applied = target.apply(delta, source::fileOf, Progress.NONE);
        acknowledge(acknowledged, wanted, applied);
        Duration took = Duration.between(wanted.since(), Instant.now());
        fanout.acknowledged(name, seen, delta.without(applied.failed()), took);
    }

    private void acknowledge(Tree before, Source.State wanted, Applied applied) {
        acknowledged = Delta.acknowledged(before, wanted.tree(), applied.failed());
        seen = wanted.revision();
        problems.found(applied.problems());
        List<RelativePath> changing = applied.problems().stream()
                .filter(problem -> problem.kind() == PathProblem.Kind.CHANGING)
                .map(PathProblem::path)
                .toList();
        source.markDirty(changing);
        if (applied.problems().isEmpty()) {
            retry.reset();
        }
        phase(TargetState.Phase.IN_SYNC, problems.first());
    }

    /// Nothing on the host, something in the target: more likely an accident than a wish.
    private static boolean wouldEmpty(Tree had, Tree wanted) {
        return wanted.files() == 0 && had.files() > 0;
    }

    private Source.State ready() throws InterruptedException {
        Source.State now = source.current();
        return now.status() == Source.Status.READY ? now : awaitFiles(now);
    }

    private Source.State awaitFiles(Source.State missing) throws InterruptedException {
        String folder = synced.sync().path().toString();
        String why =
                missing.status() == Source.Status.MISSING ? "has vanished or was emptied" : "has no files any more";
        phase(TargetState.Phase.HALTED, folder + " " + why);
        reporter.on(new Event.Halted(name.service(), folder, why));
        Source.State now = missing;
        while (now.status() == Source.Status.MISSING || now.tree().files() == 0) {
            now = source.awaitNewer(now.revision(), LONG);
        }
        reporter.on(new Event.Resumed(name.service(), folder));
        return now;
    }

    private void trouble(TargetException e) {
        if (stopped) {
            return; // our own closing broke the connection
        }
        if (e instanceof TargetException.Fenced) {
            stopped = true;
        }
        phase(TargetState.Phase.TROUBLED, e.getMessage());
        problems.troubled(e);
        if (stopped) {
            onFenced.run();
        }
    }

    private void phase(TargetState.Phase phase, @Nullable String problem) {
        Tree tree = source.current().tree();
        long behind = Delta.between(acknowledged, tree).changes().size();
        Target target = open;
        state = new TargetState(
                phase,
                seen,
                Math.max(0, tree.files() - behind),
                tree.files(),
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
