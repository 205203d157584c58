package dev.devsync.react;

import dev.devsync.config.Action;
import dev.devsync.config.Reactions;
import dev.devsync.config.Step;
import dev.devsync.react.ReactionNews.Kind;
import dev.devsync.target.Launcher;
import dev.devsync.target.TargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries plans out in one target, step by step: commands, build, stop, start, ready. Used by the reactor's thread;
/// others may ask how it stands.
final class PlanRun {

    /// How long it may take to be noticed that a container was made anew; whoever waits for its end is busy.
    private static final Duration REPLACED = Duration.ofSeconds(3);

    private final String name;
    private final Reactions reactions;
    private final History history;
    private final Surroundings surroundings;
    private final Consumer<ReactionNews> news;
    private final Inbox inbox;
    private final StepRun steps;
    private final @Nullable App app;
    private final CrashBackoff backoff;

    private volatile @Nullable Changes unfinished;
    private volatile String reason = "";
    private volatile @Nullable Plan last;

    /// @param name of the project and service, marks processes
    /// @param app null if devsync runs none
    /// @param backoff told when the app is up
    PlanRun(
            String name,
            Reactions reactions,
            History history,
            Launcher launcher,
            Surroundings surroundings,
            Consumer<ReactionNews> news,
            Inbox inbox,
            @Nullable App app,
            CrashBackoff backoff) {
        this.name = name;
        this.reactions = reactions;
        this.history = history;
        this.surroundings = surroundings;
        this.news = news;
        this.inbox = inbox;
        this.steps = new StepRun(launcher, reactions.stop());
        this.app = app;
        this.backoff = backoff;
    }

    /// What was planned and is not in force yet: its build failed or was cancelled.
    @Nullable
    Changes unfinished() {
        return unfinished;
    }

    /// Whether what was planned last is not in force, or the app did not get ready with it.
    boolean hasFailed() {
        return unfinished != null || !reason.isEmpty();
    }

    /// How what was planned last has failed, for people: `build failed: exit code 2`.
    String reason() {
        return reason;
    }

    /// What was carried out last; null before the first plan.
    @Nullable
    Plan last() {
        return last;
    }

    /// What runs after each change, before what it asks for. A hook that fails is told, and stops nothing.
    void hook(Changes changes, Cause cause) throws TargetException, InterruptedException {
        if (changes.paths().isEmpty()) {
            return;
        }
        String host = reactions.postSync().host();
        if (host != null) {
            surroundings.runOnHost(host, changes.seen());
        }
        Step hook = reactions.postSync().target();
        if (hook != null) {
            run(Kind.HOOK, "hook", hook, new Because(changes, cause.kind(), false).of(changes.paths()));
        }
    }

    /// Carries a plan out, as far as nothing newer arrives.
    ///
    /// @param changes what it was made for; they stay unfinished until it is in force
    /// @param renewal what has brought the target, and is complete with this; null if nothing of ours has
    void carryOut(Plan plan, Changes changes, Cause cause, @Nullable Renewal renewal)
            throws TargetException, InterruptedException {
        last = plan;
        news.accept(new ReactionNews.Planned(plan));
        Because because = new Because(changes, cause.kind(), !reason.isEmpty() && unfinished != null);
        unfinished = changes;
        if (plan.isNothing()) {
            unfinished = null;
            if (renewal != null) {
                renewed(renewal);
            }
            return;
        }
        if (!surroundings.awaitDependencies(changes.paths(), inbox::isOutdated)) {
            return;
        }
        Map<String, Duration> parts = new LinkedHashMap<>();
        if (cause.kind() == Cause.Kind.SAVE) {
            parts.put("sync", changes.synced());
            parts.put("quiet", Duration.between(changes.arrived(), Instant.now()));
        }
        reason = "";
        try {
            if (run(plan, because) && act(plan, changes, cause, renewal, because, parts)) {
                unfinished = null;
                complete(plan, cause, renewal, parts);
            }
        } catch (TargetException.Refused e) {
            reason = Objects.requireNonNullElse(e.getMessage(), e.toString());
            throw e;
        } finally {
            if (!reason.isEmpty()) {
                history.failed(plan.action());
            }
        }
    }

    /// @return whether all of the plan's commands ended well
    private boolean run(Plan plan, Because because) throws TargetException, InterruptedException {
        for (Step exec : plan.execs()) {
            if (!run(Kind.EXEC, "exec", exec, because.of(plan.askingFor(exec)))) {
                return false;
            }
        }
        return true;
    }

    private void complete(Plan plan, Cause cause, @Nullable Renewal renewal, Map<String, Duration> parts) {
        if (renewal == null) {
            tell(plan.action(), cause, Instant.now(), plan.reload(), parts);
        } else {
            history.succeeded(plan.action());
            tell(renewal.action(), renewal.cause(), Instant.now(), true, parts);
        }
    }

    /// The target is back, and has all that a renewal was about.
    void renewed(Renewal renewal) {
        tell(renewal.action(), renewal.cause(), Instant.now(), true, Map.of());
    }

    private void tell(Action action, Cause cause, Instant done, boolean reload, Map<String, Duration> parts) {
        Duration took = Duration.between(cause.at(), done);
        if (cause.kind() == Cause.Kind.SAVE) {
            history.succeeded(action, took);
        } else {
            history.succeeded(action);
        }
        if (reload) {
            news.accept(new ReactionNews.Reload());
        }
        news.accept(new ReactionNews.Ready(action, cause.kind(), took, parts));
    }

    /// @return whether it is in force now
    private boolean act(
            Plan plan,
            Changes changes,
            Cause cause,
            @Nullable Renewal renewal,
            Because because,
            Map<String, Duration> parts)
            throws TargetException, InterruptedException {
        return switch (plan.action()) {
            case NONE, RELOAD -> true;
            case SIGNAL -> signal(plan);
            case RESTART -> app != null && restart(app, parts);
            case BUILD -> {
                long start = System.nanoTime();
                String why = because.of(cause.kind() == Cause.Kind.START ? List.of() : plan.asking());
                boolean built = build(Objects.requireNonNull(reactions.build()), changes, why);
                parts.put("build", Duration.ofNanos(System.nanoTime() - start));
                yield built && (app == null || restart(app, parts));
            }
            case CONTAINER_RESTART -> {
                unfinished = null;
                if (app != null) {
                    app.stop(); // by its own signal: the engine would kill it
                }
                // A renewed one that is restarted for what its image lacks is complete after that.
                surroundings.restartContainer(renewal == null ? new Renewal(plan.action(), cause) : renewal);
                yield false; // whoever looks after it when it is back tells
            }
            case REBUILD -> {
                unfinished = null;
                rebuildImage(new Renewal(plan.action(), cause), changes, because.of(plan.asking()));
                yield false;
            }
        };
    }

    private void rebuildImage(Renewal renewal, Changes changes, String why)
            throws TargetException, InterruptedException {
        Optional<String> failure = surroundings.rebuildImage(renewal, changes.seen(), why, inbox::isClosed);
        if (failure.isPresent()) {
            reason = "rebuild failed: " + failure.get();
        } else {
            Instant done = Instant.now();
            inbox.pause(REPLACED); // until this reactor is closed, if another container has come
            if (!inbox.isClosed()) { // the image came out the same
                surroundings.renewal().ifPresent(same -> tell(same.action(), same.cause(), done, true, Map.of()));
            }
        }
    }

    /// @return whether there is something new to start
    private boolean build(Step step, Changes changes, String why) throws TargetException, InterruptedException {
        inbox.building(true);
        try {
            return buildOrShare(step, changes, why);
        } finally {
            inbox.building(false);
        }
    }

    private boolean buildOrShare(Step step, Changes changes, String why) throws TargetException, InterruptedException {
        if (step.outputs().isEmpty()) {
            return run(Kind.BUILD, "build", step, why);
        }
        return surroundings.shareBuild(
                changes.version(), step.outputs(), () -> run(Kind.BUILD, "build", step, why), inbox::isOutdated);
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

    /// Starts the app once more, with what is there.
    void startAgain(App app) throws TargetException, InterruptedException {
        restart(app, new LinkedHashMap<>());
    }

    /// @return whether the app answers
    private boolean restart(App running, Map<String, Duration> parts) throws TargetException, InterruptedException {
        long begin = System.nanoTime();
        running.stop();
        parts.put("stop", Duration.ofNanos(System.nanoTime() - begin));
        unfinished = null; // what is built is what is started now
        reason = "";
        App.Start start = running.start(inbox::isOutdated);
        parts.put("start", start.started());
        parts.put("ready", start.ready());
        switch (start.result()) {
            case READY -> {
                backoff.started();
                return true;
            }
            case NOT_READY -> reason = "the app did not get ready";
            case ENDED -> reason = "the app ended before it was ready";
            case GIVEN_UP -> {}
        }
        return false;
    }

    /// Runs a command of the user's.
    ///
    /// @return whether it ended well
    private boolean run(Kind kind, String process, Step step, String why) throws TargetException, InterruptedException {
        news.accept(new ReactionNews.Started(kind, step.text(), why));
        Outcome outcome = steps.run(
                name + "/" + process,
                step,
                line -> news.accept(new ReactionNews.Output(kind, line)),
                inbox::isOutdated);
        switch (outcome) {
            case Outcome.Done done -> news.accept(new ReactionNews.Finished(kind, step.text(), done.took()));
            case Outcome.Failed failed -> {
                news.accept(new ReactionNews.StepFailed(
                        kind, step.text(), failed.how(), failed.took(), app != null && app.runs()));
                if (kind != Kind.HOOK) {
                    reason = process + " failed: " + failed.how();
                }
            }
            case Outcome.Cancelled _ -> news.accept(new ReactionNews.Cancelled(kind, step.text()));
        }
        return outcome instanceof Outcome.Done;
    }
}
