package dev.devsync.react;

import dev.devsync.config.Action;
import dev.devsync.config.Reactions;
import dev.devsync.config.Step;
import dev.devsync.target.LaunchedProcess;
import dev.devsync.target.Launcher;
import dev.devsync.target.TargetException;
import dev.devsync.tree.RelativePath;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reacts to changes in one target: waits until it is quiet, plans, and carries the plan out. What arrives meanwhile
/// cancels what can be cancelled, and is planned together with what was not finished.
///
///     changes ─► quiet ─► plan ─► execs ─► build ─► stop ─► start ─► ready
///        ▲                                 │ failed: the old app goes on,
///        └────── a newer change ◄──────────┘ and nothing restarts until a build succeeds
public final class Reactor implements AutoCloseable {

    /// What somebody asked for at the keyboard or from another terminal.
    public enum Request {
        RESTART(Action.RESTART),
        BUILD(Action.BUILD),
        /// Of the image.
        REBUILD(Action.REBUILD);

        private final Action action;

        Request(Action action) {
            this.action = action;
        }
    }

    /// What becomes of the app when its reactor ends.
    public enum Leaving {
        LET_LIVE,
        STOP
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

    private static final Logger LOG = LoggerFactory.getLogger(Reactor.class);

    /// So soon after an app was found the devsync that had started it may still end, and take it along.
    private static final Duration HANDOVER = Duration.ofSeconds(30);

    /// How long a connection must be lost to be told.
    private static final Duration PASSING = Duration.ofSeconds(2);

    private final Reactions reactions;
    private final Planner planner;
    private final History history;
    private final Launcher launcher;
    private final Surroundings surroundings;
    private final Consumer<ReactionNews> news;
    private final Inbox inbox;
    private final @Nullable App app;
    private final CrashBackoff backoff = new CrashBackoff();
    private final PlanRun plans;
    private final Thread thread;
    private volatile boolean keepRunning;
    private volatile String end = "";
    private @Nullable Instant cutOff;

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
        this.reactions = reactions;
        this.planner = planner;
        this.history = history;
        this.launcher = launcher;
        this.surroundings = surroundings;
        this.news = news;
        this.inbox = new Inbox(reactions.quiet());
        Step run = reactions.run();
        this.app = run == null ? null : new App(name + "/app", run, reactions, launcher, news, inbox::wake);
        this.plans = new PlanRun(name, reactions, history, launcher, surroundings, news, inbox, app, backoff);
        this.thread = Thread.ofPlatform().name("devsync-react-" + name).unstarted(this::loop);
    }

    public void start() {
        thread.start();
    }

    /// The target has everything now: the app may be started.
    ///
    /// @param paths what had to be brought there
    /// @param version what the target has now: equal for replicas that have the same
    /// @param occasion whether this target was restarted by devsync itself
    public void caughtUp(Collection<RelativePath> paths, Instant seen, String version, Planner.Occasion occasion) {
        inbox.caughtUp(paths, seen, version, occasion);
    }

    /// Changes have arrived.
    public void changed(Collection<RelativePath> paths, Instant seen, String version) {
        inbox.changed(paths, seen, version);
    }

    /// Somebody wants it done now. What is being built is restarted anyway, so that nothing has to be stopped for it.
    ///
    /// @param at when; the same for all replicas, so that what is done once for all of them is
    public void ask(Request what, Instant at) {
        inbox.ask(new Inbox.Asked(what, at));
    }

    /// Whether something is being done or is about to be.
    public boolean isBusy() {
        return inbox.isBusy();
    }

    public State state() {
        if (!inbox.hasBegun()) {
            return State.WAITING;
        }
        if (inbox.isBusy()) {
            return State.BUSY;
        }
        if (plans.hasFailed()) {
            return State.FAILED;
        }
        return app == null || app.runs() ? State.DONE : State.DOWN;
    }

    /// Why it is [State#FAILED] or [State#DOWN], for people; empty otherwise.
    public String reason() {
        return switch (state()) {
            case FAILED -> plans.reason();
            case DOWN -> end;
            case WAITING, BUSY, DONE -> "";
        };
    }

    /// The app's process; 0 if there is none.
    public long pid() {
        return app == null ? 0 : app.pid();
    }

    /// What was decided last; null before the first change.
    public @Nullable Plan lastPlan() {
        return plans.last();
    }

    private void loop() {
        try {
            while (inbox.await(this::untilAppNeedsSomething)) {
                try {
                    work();
                    cutOff = null;
                } catch (TargetException e) {
                    trouble(e);
                } catch (RuntimeException e) { // the thread's root: an error of ours must not end reactions unseen
                    news.accept(new ReactionNews.Trouble("an error of devsync's own: " + e, ""));
                }
                inbox.done();
                prepareForNext();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        } finally {
            end();
        }
    }

    private Duration untilAppNeedsSomething() {
        if (app != null && app.hasEnded()) {
            return Duration.ZERO;
        }
        return backoff.waiting() ? Duration.ofMillis(backoff.millisLeft()) : Inbox.IDLE;
    }

    /// What takes time and nobody waits for.
    private void prepareForNext() {
        if (app != null) {
            app.tidy();
        }
        launcher.replenish();
    }

    private void work() throws TargetException, InterruptedException {
        if (app != null && app.hasEnded()) {
            appEnded(app);
            return;
        }
        Inbox.Work work = inbox.take();
        Changes changes = work.changes();
        if (work.firstStart() != null) {
            begin(work.firstStart(), changes, work.occasion());
        } else if (changes != null || work.asked() != null) {
            react(changes, work.asked());
        } else if (app != null && backoff.isDue()) {
            backoff.taken();
            plans.startAgain(app);
        }
    }

    private void begin(String because, @Nullable Changes changes, Planner.Occasion occasion)
            throws TargetException, InterruptedException {
        Cause start = new Cause(Cause.Kind.START, Instant.now());
        Optional<Renewal> renewal = surroundings.renewal();
        boolean runs = app != null && app.adopt();
        if (runs) {
            if (changes != null) {
                react(changes, null, start);
            }
            renewal.ifPresent(plans::renewed);
            return;
        }
        Changes since = Objects.requireNonNullElseGet(changes, () -> inbox.nothing(start.at()));
        plans.hook(since, start);
        Plan asked = planner.plan(since.paths(), Planner.AppState.DOWN, history, occasion);
        Set<Action> needless = occasion == Planner.Occasion.CHANGE
                ? Set.of() // somebody has edited: that is done, in whichever container
                : surroundings.needlessAtStart(since.seen());
        plans.carryOut(planner.start(because, asked, needless, history), since, start, renewal.orElse(null));
    }

    private void react(@Nullable Changes newest, Inbox.@Nullable Asked asked)
            throws TargetException, InterruptedException {
        Instant at = asked == null ? Instant.now() : asked.at();
        Changes changes = newest == null ? inbox.nothing(at) : newest;
        react(
                changes,
                asked == null ? null : asked.what(),
                newest == null ? new Cause(Cause.Kind.REQUEST, at) : new Cause(Cause.Kind.SAVE, newest.seen()));
    }

    private void react(Changes newest, @Nullable Request asked, Cause cause)
            throws TargetException, InterruptedException {
        Changes changes = newest;
        Changes unfinished = plans.unfinished();
        if (unfinished != null) {
            changes = changes.with(unfinished); // never restart on stale code
        }
        Plan plan = planner.plan(
                changes.paths(), app == null || app.runs() ? Planner.AppState.RUNS : Planner.AppState.DOWN, history);
        if (asked != null) {
            plan = planner.requested(asked.action, plan, history);
        }
        plans.hook(changes, cause);
        plans.carryOut(plan, changes, cause, null);
    }

    private void appEnded(App over) throws TargetException, InterruptedException {
        Duration up = over.up();
        int code = over.ended();
        List<String> last = over.lastLines().get();
        String how = Outcome.exit(code);
        String next;
        if (code == LaunchedProcess.UNKNOWN_CODE && up.compareTo(HANDOVER) < 0) {
            how = "it went with the devsync that had started it";
            next = "starting it anew";
            inbox.startAgain("the app is started");
        } else if (reactions.restart() == Reactions.Restart.ON_FAILURE && code != 0) {
            Duration wait = backoff.crashed(up);
            next = "starting it again in " + wait.toMillis() + " ms";
        } else {
            next = "waiting for the next change";
        }
        end = "the app has ended: " + how;
        news.accept(new ReactionNews.AppEnded(how, last, next));
    }

    private void trouble(TargetException e) throws InterruptedException {
        if (inbox.isClosed()) {
            return;
        }
        boolean cut = e instanceof TargetException.Disconnected;
        Instant since = Objects.requireNonNullElseGet(cutOff, Instant::now);
        cutOff = since;
        // Mostly the container ends, and this reactor with it, which is told as such.
        if (!cut || Duration.between(since, Instant.now()).compareTo(PASSING) >= 0) {
            news.accept(new ReactionNews.Trouble(Objects.requireNonNullElse(e.getMessage(), e.toString()), e.advice()));
        }
        if (cut) {
            // The app has ended with its connection. If the container is gone this reactor is closed meanwhile.
            inbox.pause(backoff.crashed(Duration.ZERO));
            inbox.startAgain("the connection to the app was lost");
        }
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
    public void keepRunning() {
        keepRunning = true;
    }

    /// Another devsync reacts here from now on, and may have found the app already: nothing more is started or built.
    public void takenOver(Leaving leaving) {
        keepRunning |= leaving == Leaving.LET_LIVE;
        inbox.close();
    }

    /// Stops what runs, and waits for its end.
    @Override
    public void close() {
        inbox.close();
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
