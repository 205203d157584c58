package dev.devsync.react;

import dev.devsync.config.Reactions;
import dev.devsync.config.Ready;
import dev.devsync.config.Step;
import dev.devsync.target.Launch;
import dev.devsync.target.LaunchedProcess;
import dev.devsync.target.LaunchedProcess.Listening;
import dev.devsync.target.LaunchedProcess.Stopped;
import dev.devsync.target.Launcher;
import dev.devsync.target.TargetException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The app's process in one target. Used by one thread; output and the process's end come from others.
final class App {

    /// How a start went.
    ///
    /// @param started until the process ran
    /// @param ready from then until it was ready
    record Start(Result result, Duration started, Duration ready) {}

    enum Result {
        READY,
        /// It runs, and does not answer within its time.
        NOT_READY,
        /// It ended before it was ready; its end is told by [#ended].
        ENDED,
        /// Something newer has arrived.
        GIVEN_UP
    }

    private final String name;
    private final Step step;
    private final Reactions reactions;
    private final Launcher launcher;
    private final Consumer<ReactionNews> news;
    private final Runnable wake;
    private final @Nullable Launch probe;
    private volatile LastLines lastLines = new LastLines();
    private volatile @Nullable LaunchedProcess process;
    private @Nullable LaunchedProcess retired;
    private long startedAt;

    /// @param name marks its processes
    /// @param wake run when the process ends
    App(String name, Step step, Reactions reactions, Launcher launcher, Consumer<ReactionNews> news, Runnable wake) {
        this.name = name;
        this.step = step;
        this.reactions = reactions;
        this.launcher = launcher;
        this.news = news;
        this.wake = wake;
        launcher.prepare(launch());
        Ready ready = reactions.ready();
        this.probe = ready == null ? null : Readiness.launch(ready, name + "-ready", step, reactions.stop());
        if (probe != null) {
            launcher.prepare(probe);
        }
    }

    private Launch launch() {
        return StepRun.launch(name, step, reactions.stop(), Launch.Output.CONTAINER_LOG);
    }

    /// Finds a process that an earlier devsync has left.
    boolean adopt() throws TargetException {
        Optional<LaunchedProcess> found = launcher.adopt(launch());
        found.ifPresent(this::watch);
        found.ifPresent(running -> news.accept(new ReactionNews.AppStarted(running.pid(), true)));
        return found.isPresent();
    }

    /// Starts it; it must not be running.
    ///
    /// @param givenUp whether something newer has arrived
    Start start(BooleanSupplier givenUp) throws TargetException, InterruptedException {
        long begin = System.nanoTime();
        Ready check = reactions.ready();
        if (check == null) {
            launch(null);
            return new Start(Result.READY, StepRun.since(begin), Duration.ZERO);
        }
        try (Readiness readiness = new Readiness(check, launcher, probe)) {
            int port = readiness.port();
            if (port != 0 && launcher.listens(launch(), port) == Listening.YES) {
                news.accept(new ReactionNews.PortTaken(port));
            }
            LaunchedProcess started = launch(readiness);
            Duration start = StepRun.since(begin);
            Readiness.Result result = readiness.await(started, () -> !runs() || givenUp.getAsBoolean());
            Duration ready = StepRun.since(begin).minus(start);
            if (result == Readiness.Result.TIMED_OUT) {
                news.accept(new ReactionNews.NotReady(readiness.limit(), readiness.describe(), lastLines.get()));
            }
            return new Start(
                    switch (result) {
                        case READY -> Result.READY;
                        case TIMED_OUT -> Result.NOT_READY;
                        case GIVEN_UP -> runs() ? Result.GIVEN_UP : Result.ENDED;
                    },
                    start,
                    ready);
        }
    }

    private LaunchedProcess launch(@Nullable Readiness readiness) throws TargetException {
        LastLines last = new LastLines(); // of this process only: the old one's may still arrive
        lastLines = last;
        LaunchedProcess started = launcher.start(launch(), line -> {
            last.add(line);
            news.accept(new ReactionNews.Output(ReactionNews.Kind.APP, line)); // before it counts as ready by it
            if (readiness != null) {
                readiness.line(line);
            }
        });
        watch(started);
        news.accept(new ReactionNews.AppStarted(started.pid(), false));
        return started;
    }

    private void watch(LaunchedProcess started) {
        process = started;
        startedAt = System.nanoTime();
        var _ = started.exit().whenComplete((code, e) -> wake.run());
    }

    boolean runs() {
        LaunchedProcess current = process;
        return current != null && !current.exit().isDone();
    }

    /// Its number in the target; 0 if it does not run.
    long pid() {
        LaunchedProcess current = process;
        return current != null && !current.exit().isDone() ? current.pid() : 0;
    }

    /// Whether a process has ended by itself, and nobody has cleared up after it.
    boolean hasEnded() {
        LaunchedProcess current = process;
        return current != null && current.exit().isDone();
    }

    /// For how long it has been running, or ran.
    Duration up() {
        return StepRun.since(startedAt);
    }

    /// Clears up after a process that has ended by itself.
    ///
    /// @return its exit code
    /// @throws TargetException if it did not end, but the connection to it
    int ended() throws TargetException, InterruptedException {
        LaunchedProcess over = Objects.requireNonNull(process);
        process = null;
        try (over) {
            int code = over.exit().join();
            over.stop(reactions.stop()); // what it left behind would hold the port
            return code;
        } catch (java.util.concurrent.CompletionException e) {
            throw e.getCause() instanceof TargetException known
                    ? known
                    : new TargetException.Disconnected("the app was cut off: " + e.getCause(), e);
        }
    }

    LastLines lastLines() {
        return lastLines;
    }

    void signal(String signal) throws TargetException {
        if (process != null) {
            process.signal(signal);
        }
    }

    /// Stops it with all its children, if it runs, and returns when nothing of it is alive.
    void stop() throws TargetException, InterruptedException {
        tidy();
        LaunchedProcess running = process;
        process = null;
        if (running == null) {
            return;
        }
        retired = running;
        long begin = System.nanoTime();
        Stopped how = running.stop(reactions.stop());
        if (how != Stopped.WAS_OVER) {
            news.accept(new ReactionNews.AppStopped(StepRun.since(begin), how == Stopped.BY_KILL));
        }
    }

    /// Ends the connection to what was stopped, which takes some milliseconds: when the next one has started.
    void tidy() {
        if (retired != null) {
            retired.close();
            retired = null;
        }
    }

    /// Lets it go on without devsync.
    void letLive() throws TargetException {
        if (process != null) {
            process.letLive();
            process.close();
            process = null;
        }
    }
}
