package dev.devsync.react;

import dev.devsync.config.Action;
import dev.devsync.config.Reactions;
import dev.devsync.config.Step;
import dev.devsync.react.ReactionNews.Kind;
import dev.devsync.target.Launcher;
import dev.devsync.target.TargetException;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reacts to changes in one target: waits until it is quiet, plans, and carries the plan out. What arrives meanwhile
/// cancels what can be cancelled, and is planned together with what was not finished.
///
///     changes ─► quiet ─► plan ─► execs ─► build ─► stop ─► start ─► ready
///        ▲                                 │ failed: the old app goes on,
///        └────── a newer change ◄──────────┘ and nothing restarts until a build succeeds
public final class Reactor implements Runnable, AutoCloseable {

    /// Steady changes put a reaction off for no longer than so many quiet times.
    private static final int LONGEST_WAIT = 20;

    /// What somebody asked for at the keyboard or from another terminal.
    public enum Request {
        RESTART(Action.RESTART),
        BUILD(Action.BUILD);

        private final Action action;

        Request(Action action) {
            this.action = action;
        }
    }

    /// What only the session can do.
    public interface Surroundings {
        /// Restarts the target's container; this reactor is closed when that happens.
        void restartContainer() throws TargetException;

        /// Builds the service's image and makes its containers anew; this reactor is closed when that happens.
        ///
        /// @param seen the change
        /// @param gone whether this reactor is closed: then it returns, and the build goes on
        void rebuildImage(Instant seen, BooleanSupplier gone) throws TargetException, InterruptedException;

        /// What of the highest rungs a start in this container makes needless.
        ///
        /// @param seen the newest change that is there
        Set<Action> needlessAtStart(Instant seen);

        /// Runs a command of the user's on this machine, once for each change, however many replicas there are.
        ///
        /// @param seen the change
        void runOnHost(String command, Instant seen) throws InterruptedException;

        /// Builds, or takes what another replica has built of the same files.
        ///
        /// @param version which files
        /// @param outputs what is taken
        /// @param build builds here, if nobody else does
        /// @return whether there is something new
        boolean shareBuild(String version, List<TargetPath> outputs, Build build, BooleanSupplier outdated)
                throws TargetException, InterruptedException;

        /// Waits until the services that this one depends on have reacted to the same change.
        ///
        /// @param paths what has changed
        /// @return false if something newer arrived first
        boolean awaitDependencies(Collection<RelativePath> paths, BooleanSupplier outdated) throws InterruptedException;
    }

    /// A build in this target.
    @FunctionalInterface
    public interface Build {
        /// @return whether it went well
        boolean run() throws TargetException, InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Reactor.class);

    private final String name;
    private final Reactions reactions;
    private final Planner planner;
    private final History history;
    private final Launcher launcher;
    private final Surroundings surroundings;
    private final Consumer<ReactionNews> news;
    private final StepRun steps;
    private final @Nullable App app;
    private final CrashBackoff backoff = new CrashBackoff();
    private final Thread thread;

    // Guarded by this.
    private @Nullable Changes pending;
    private @Nullable Request request;
    private boolean begun;
    private boolean busy;
    private boolean closed;
    private boolean keepRunning;
    private boolean building;
    private @Nullable String firstStart;
    private Planner.Occasion arrival = Planner.Occasion.ARRIVAL;
    private String version = "";

    /// What was planned and is not in force yet: its build failed or was cancelled. Only the thread sets it.
    private volatile @Nullable Changes unfinished;

    /// Whether the app did not get ready the last time.
    private volatile boolean failed;

    private volatile @Nullable Plan lastPlan;

    /// @param name of the project and service, marks processes: `shop/api`
    /// @param news told what happens, from this reactor's thread and those of processes
    public Reactor(
            String name,
            Reactions reactions,
            Planner planner,
            History history,
            Launcher launcher,
            Surroundings surroundings,
            Consumer<ReactionNews> news) {
        this.name = name;
        this.reactions = reactions;
        this.planner = planner;
        this.history = history;
        this.launcher = launcher;
        this.surroundings = surroundings;
        this.news = news;
        this.steps = new StepRun(launcher, reactions.stop());
        Step run = reactions.run();
        this.app = run == null ? null : new App(name + "/app", run, reactions, launcher, news, this::wake);
        this.thread = Thread.ofPlatform().name("devsync-react-" + name).unstarted(this);
    }

    public void start() {
        thread.start();
    }

    /// The target has everything now: the app may be started.
    ///
    /// @param paths what had to be brought there
    /// @param version what the target has now: equal for replicas that have the same
    /// @param occasion whether this target was restarted by devsync itself
    public synchronized void caughtUp(
            Collection<RelativePath> paths, Instant seen, String version, Planner.Occasion occasion) {
        if (!begun) {
            begun = true;
            arrival = occasion;
            busy = true; // before this thread goes on: others wait until it is not
            firstStart = "the app is started";
        }
        if (!paths.isEmpty()) {
            add(paths, seen, version);
        }
        this.version = version;
        notifyAll();
    }

    /// Changes have arrived.
    public synchronized void changed(Collection<RelativePath> paths, Instant seen, String version) {
        arrival = Planner.Occasion.CHANGE; // it may be planned together with what the target lacked at first
        add(paths, seen, version);
    }

    private void add(Collection<RelativePath> paths, Instant seen, String version) {
        Instant now = Instant.now();
        Changes newer = new Changes(new LinkedHashSet<>(paths), seen, now, Duration.between(seen, now), version);
        this.version = version;
        pending = pending == null ? newer : pending.and(newer);
        busy = true;
        notifyAll();
    }

    /// Somebody wants it done now. What is being built is restarted anyway, so that nothing has to be stopped for it.
    public synchronized void ask(Request what) {
        if (building && what == Request.RESTART) {
            return;
        }
        request = what;
        busy = true;
        notifyAll();
    }

    /// Whether something is being done or is about to be.
    public synchronized boolean isBusy() {
        return busy;
    }

    /// How it stands, for `devsync status`.
    public enum State {
        /// The target does not have everything yet.
        WAITING,
        /// Something is being built, stopped or started.
        BUSY,
        /// What was saved last is in force.
        DONE,
        /// The app has ended by itself.
        DOWN,
        /// The last build failed, or the app did not get ready.
        FAILED
    }

    public State state() {
        synchronized (this) {
            if (!begun) {
                return State.WAITING;
            }
            if (busy) {
                return State.BUSY;
            }
        }
        if (unfinished != null || failed) {
            return State.FAILED;
        }
        return app == null || app.runs() ? State.DONE : State.DOWN;
    }

    /// The app's process; 0 if there is none.
    public long pid() {
        return app == null ? 0 : app.pid();
    }

    /// What was decided last; null before the first change.
    public @Nullable Plan lastPlan() {
        return lastPlan;
    }

    private synchronized void wake() {
        notifyAll();
    }

    private synchronized boolean isOutdated() {
        return pending != null || request != null || closed;
    }

    @Override
    public void run() {
        try {
            while (awaitWork()) {
                try {
                    work();
                } catch (TargetException e) {
                    trouble(e);
                } catch (RuntimeException e) { // the thread's root: an error of ours must not end reactions unseen
                    news.accept(new ReactionNews.Trouble("an error of devsync's own: " + e, ""));
                }
                prepareForNext();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        } finally {
            end();
        }
    }

    /// What takes time and nobody waits for.
    private void prepareForNext() {
        if (app != null) {
            app.tidy();
        }
        launcher.replenish();
    }

    /// Waits until there is something to do and it is quiet.
    ///
    /// @return false when closed
    private synchronized boolean awaitWork() throws InterruptedException {
        while (!closed) {
            long wait = waitMillis();
            if (wait == 0) {
                busy = true;
                return true;
            }
            busy = pending != null || request != null;
            wait(wait);
        }
        return false;
    }

    /// How long to wait still, in milliseconds; 0 if there is something to do now.
    private long waitMillis() {
        long idle = Duration.ofMinutes(10).toMillis();
        if (!begun) {
            return idle;
        }
        if (request != null || firstStart != null || (app != null && app.hasEnded())) {
            return 0;
        }
        long untilRestart = backoff.waiting() ? Math.max(0, backoff.millisLeft()) : idle;
        if (pending == null) {
            return untilRestart;
        }
        Instant now = Instant.now();
        Instant quiet = pending.arrived().plus(reactions.quiet());
        Instant latest = pending.seen().plus(reactions.quiet().multipliedBy(LONGEST_WAIT));
        long untilQuiet =
                Duration.between(now, quiet.isBefore(latest) ? quiet : latest).toNanos();
        return Math.min(untilRestart, untilQuiet <= 0 ? 0 : untilQuiet / 1_000_000 + 1);
    }

    private void work() throws TargetException, InterruptedException {
        if (app != null && app.hasEnded()) {
            appEnded(app);
            return;
        }
        Changes changes;
        Request asked;
        String first;
        Planner.Occasion occasion;
        synchronized (this) {
            occasion = arrival;
            changes = pending;
            asked = request;
            first = firstStart;
            pending = null;
            request = null;
            firstStart = null;
        }
        if (first != null) {
            begin(first, changes, occasion);
        } else if (changes != null || asked != null) {
            react(changes, asked);
        } else if (app != null && backoff.isDue()) {
            backoff.taken();
            restart(app, new LinkedHashMap<>());
        }
    }

    private void begin(String because, @Nullable Changes changes, Planner.Occasion occasion)
            throws TargetException, InterruptedException {
        boolean runs = app != null && app.adopt();
        if (runs && changes != null) {
            react(changes, null);
        } else if (!runs) {
            Changes since = Objects.requireNonNullElseGet(changes, this::nothing);
            hook(since);
            Plan asked = planner.plan(since.paths(), Planner.AppState.DOWN, history, occasion);
            Set<Action> needless = occasion == Planner.Occasion.CHANGE
                    ? Set.of() // somebody has edited: that is done, in whichever container
                    : surroundings.needlessAtStart(since.seen());
            carryOut(planner.start(because, asked, needless, history), since);
        }
    }

    private synchronized Changes nothing() {
        return new Changes(Set.of(), Instant.now(), Instant.now(), Duration.ZERO, version);
    }

    private void react(@Nullable Changes newest, @Nullable Request asked) throws TargetException, InterruptedException {
        Changes changes = newest == null ? nothing() : newest;
        if (unfinished != null) {
            changes = changes.with(unfinished); // never restart on stale code
        }
        Plan plan = planner.plan(
                changes.paths(), app == null || app.runs() ? Planner.AppState.RUNS : Planner.AppState.DOWN, history);
        if (asked != null) {
            plan = planner.requested(asked.action, plan, history);
        }
        hook(changes);
        carryOut(plan, changes);
    }

    /// What runs after each change, before what it asks for. A hook that fails is told, and stops nothing.
    private void hook(Changes changes) throws TargetException, InterruptedException {
        if (changes.paths().isEmpty()) {
            return;
        }
        String host = reactions.postSync().host();
        if (host != null) {
            surroundings.runOnHost(host, changes.seen());
        }
        Step hook = reactions.postSync().target();
        if (hook != null) {
            run(Kind.HOOK, "hook", hook, paths(changes));
        }
    }

    private void carryOut(Plan plan, Changes changes) throws TargetException, InterruptedException {
        lastPlan = plan;
        news.accept(new ReactionNews.Planned(plan));
        unfinished = changes;
        if (plan.isNothing()) {
            unfinished = null;
            return;
        }
        if (!surroundings.awaitDependencies(changes.paths(), this::isOutdated)) {
            return;
        }
        Map<String, Duration> parts = new LinkedHashMap<>();
        parts.put("sync", changes.synced());
        parts.put("quiet", Duration.between(changes.arrived(), Instant.now()));
        for (Step exec : plan.execs()) {
            if (!run(Kind.EXEC, "exec", exec, paths(changes))) {
                return;
            }
        }
        if (act(plan, changes, parts)) {
            unfinished = null;
            Duration all = Duration.between(changes.seen(), Instant.now());
            history.succeeded(plan.action(), all);
            if (plan.reload()) {
                news.accept(new ReactionNews.Reload());
            }
            news.accept(new ReactionNews.Ready(plan.action(), all, parts));
        }
    }

    /// @return whether it is in force now
    private boolean act(Plan plan, Changes changes, Map<String, Duration> parts)
            throws TargetException, InterruptedException {
        return switch (plan.action()) {
            case NONE, RELOAD -> true;
            case SIGNAL -> signal(plan);
            case RESTART -> app != null && restart(app, parts);
            case BUILD -> {
                long start = System.nanoTime();
                boolean built = build(Objects.requireNonNull(reactions.build()), changes);
                parts.put("build", Duration.ofNanos(System.nanoTime() - start));
                yield built && (app == null || restart(app, parts));
            }
            case CONTAINER_RESTART -> {
                unfinished = null;
                if (app != null) {
                    app.stop(); // by its own signal: the engine would kill it
                }
                surroundings.restartContainer();
                yield true;
            }
            case REBUILD -> {
                unfinished = null;
                surroundings.rebuildImage(changes.seen(), this::isClosed);
                yield true;
            }
        };
    }

    /// @return whether there is something new to start
    private boolean build(Step step, Changes changes) throws TargetException, InterruptedException {
        synchronized (this) {
            building = true;
        }
        try {
            return buildOrShare(step, changes);
        } finally {
            synchronized (this) {
                building = false;
            }
        }
    }

    private boolean buildOrShare(Step step, Changes changes) throws TargetException, InterruptedException {
        if (step.outputs().isEmpty()) {
            return run(Kind.BUILD, "build", step, paths(changes));
        }
        return surroundings.shareBuild(
                changes.version(),
                step.outputs(),
                () -> run(Kind.BUILD, "build", step, paths(changes)),
                this::isOutdated);
    }

    private boolean signal(Plan plan) throws TargetException, InterruptedException {
        if (app == null) {
            news.accept(new ReactionNews.Trouble(
                    "cannot signal the app: devsync did not start it", "Give `run`, or use container-restart."));
            return true;
        }
        for (String signal : plan.signals()) {
            app.signal(signal);
            news.accept(new ReactionNews.Signalled(signal));
        }
        return true;
    }

    /// @return whether the app answers
    private boolean restart(App running, Map<String, Duration> parts) throws TargetException, InterruptedException {
        long begin = System.nanoTime();
        running.stop();
        parts.put("stop", Duration.ofNanos(System.nanoTime() - begin));
        unfinished = null; // what is built is what is started now
        failed = false;
        App.Start start = running.start(this::isOutdated);
        parts.put("start", start.started());
        parts.put("ready", start.ready());
        switch (start.result()) {
            case READY -> {
                backoff.started();
                return true;
            }
            case NOT_READY, ENDED -> {
                failed = true;
                history.failed(lastAction());
            }
            case GIVEN_UP -> {}
        }
        return false;
    }

    private Action lastAction() {
        Plan plan = lastPlan;
        return plan == null ? Action.RESTART : plan.action();
    }

    /// Runs a command of the user's.
    ///
    /// @return whether it ended well
    private boolean run(Kind kind, String process, Step step, String why) throws TargetException, InterruptedException {
        news.accept(new ReactionNews.Started(kind, step.text(), why));
        Outcome outcome = steps.run(
                name + "/" + process, step, line -> news.accept(new ReactionNews.Output(kind, line)), this::isOutdated);
        switch (outcome) {
            case Outcome.Done done -> news.accept(new ReactionNews.Finished(kind, step.text(), done.took()));
            case Outcome.Failed failed ->
                news.accept(new ReactionNews.StepFailed(
                        kind, step.text(), failed.how(), failed.took(), app != null && app.runs()));
            case Outcome.Cancelled _ -> news.accept(new ReactionNews.Cancelled(kind, step.text()));
        }
        return outcome instanceof Outcome.Done;
    }

    private void appEnded(App over) throws TargetException, InterruptedException {
        Duration up = over.up();
        int code = over.ended();
        List<String> last = over.lastLines().get();
        String next;
        if (reactions.restart() == Reactions.Restart.ON_FAILURE && code != 0) {
            Duration wait = backoff.crashed(up);
            next = "starting it again in " + wait.toMillis() + " ms";
        } else {
            next = "waiting for the next change";
        }
        news.accept(new ReactionNews.AppEnded(Outcome.exit(code), last, next));
    }

    private void trouble(TargetException e) throws InterruptedException {
        if (isClosed()) {
            return;
        }
        news.accept(new ReactionNews.Trouble(Objects.requireNonNullElse(e.getMessage(), e.toString()), e.advice()));
        if (e instanceof TargetException.Disconnected) {
            // The app has ended with its connection. If the container is gone this reactor is closed meanwhile.
            pause(backoff.crashed(Duration.ZERO));
            synchronized (this) {
                firstStart = "the connection to the app was lost";
            }
        }
    }

    private synchronized void pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toMillis(); left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private static String paths(Changes changes) {
        List<String> some = changes.paths().stream()
                .filter(path -> !path.isRoot())
                .limit(3)
                .map(RelativePath::display)
                .collect(Collectors.toList());
        int more = changes.paths().size() - some.size();
        return some.isEmpty() ? "" : String.join(", ", some) + (more > 0 ? " and " + more + " more" : "") + " changed";
    }

    private void end() {
        boolean interrupted = Thread.interrupted();
        try {
            if (app != null) {
                if (keepRunning) {
                    app.letLive();
                } else {
                    app.stop();
                }
            }
        } catch (TargetException.Disconnected e) {
            LOG.debug("the connection was gone first: the runner in the target stops the app by itself", e);
        } catch (TargetException e) {
            news.accept(new ReactionNews.Trouble("the app was not stopped: " + e.getMessage(), e.advice()));
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (app != null) {
                app.tidy();
            }
            launcher.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Makes the app outlive this reactor.
    public synchronized void keepRunning() {
        keepRunning = true;
    }

    /// Stops what runs, and waits for its end.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        Duration limit = reactions.stop().grace().plusSeconds(15);
        try {
            if (thread.isAlive() && !thread.join(limit)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
