package dev.devsync.react;

import dev.devsync.config.Action;
import dev.devsync.config.Reactions;
import dev.devsync.config.Step;
import dev.devsync.react.ReactionNews.Kind;
import dev.devsync.target.Launcher;
import dev.devsync.target.TargetException;
import dev.devsync.tree.RelativePath;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Carries plans out in one target, step by step: commands, build, stop, start, ready. Used by the reactor's thread;
/// others may ask how it stands.
final class PlanRun {

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
    private volatile boolean failed;
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
        return unfinished != null || failed;
    }

    /// What was carried out last; null before the first plan.
    @Nullable
    Plan last() {
        return last;
    }

    /// What runs after each change, before what it asks for. A hook that fails is told, and stops nothing.
    void hook(Changes changes) throws TargetException, InterruptedException {
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

    /// Carries a plan out, as far as nothing newer arrives.
    ///
    /// @param changes what it was made for; they stay unfinished until it is in force
    void carryOut(Plan plan, Changes changes) throws TargetException, InterruptedException {
        last = plan;
        news.accept(new ReactionNews.Planned(plan));
        unfinished = changes;
        if (plan.isNothing()) {
            unfinished = null;
            return;
        }
        if (!surroundings.awaitDependencies(changes.paths(), inbox::isOutdated)) {
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
                surroundings.rebuildImage(changes.seen(), inbox::isClosed);
                yield true;
            }
        };
    }

    /// @return whether there is something new to start
    private boolean build(Step step, Changes changes) throws TargetException, InterruptedException {
        inbox.building(true);
        try {
            return buildOrShare(step, changes);
        } finally {
            inbox.building(false);
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
                inbox::isOutdated);
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
        failed = false;
        App.Start start = running.start(inbox::isOutdated);
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
        Plan plan = last;
        return plan == null ? Action.RESTART : plan.action();
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
            case Outcome.Failed failed ->
                news.accept(new ReactionNews.StepFailed(
                        kind, step.text(), failed.how(), failed.took(), app != null && app.runs()));
            case Outcome.Cancelled _ -> news.accept(new ReactionNews.Cancelled(kind, step.text()));
        }
        return outcome instanceof Outcome.Done;
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
}
