package dev.devsync.react;

import dev.devsync.config.Step;
import dev.devsync.target.Launch;
import dev.devsync.target.LaunchedProcess;
import dev.devsync.target.Launcher;
import dev.devsync.target.Rights;
import dev.devsync.target.TargetException;
import dev.devsync.tree.StopSignal;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Runs commands of the user's to their end, or stops them when they take too long or are needed no more.
final class StepRun {

    /// How soon a newer change stops a command.
    private static final long LOOK_MILLIS = 10;

    private final Launcher launcher;
    private final StopSignal stop;

    StepRun(Launcher launcher, StopSignal stop) {
        this.launcher = launcher;
        this.stop = stop;
    }

    /// What is started for a step.
    static Launch launch(String name, Step step, StopSignal stop, Launch.Output output) {
        Rights rights = switch (step.rights()) {
            case CONTAINERS -> Rights.CONTAINERS;
            case ALL -> Rights.ALL;
        };
        return new Launch(name, step.command(), step.folder(), step.environment(), step.user(), stop, output, rights);
    }

    /// @param name marks its processes
    /// @param lines told each line of its output
    /// @param outdated asked again and again: whether it is needed no more
    /// @throws TargetException if the target cannot run it; what the command itself does wrong is an outcome
    Outcome run(String name, Step step, Consumer<String> lines, BooleanSupplier outdated)
            throws TargetException, InterruptedException {
        long start = System.nanoTime();
        Duration limit = step.timeout();
        Launch launch = launch(name, step, stop, Launch.Output.OURS_ONLY);
        try (LaunchedProcess process = launcher.start(launch, lines)) {
            while (true) {
                try {
                    int code = process.exit().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    // What it left running is not the app: a build's own helpers end with it.
                    process.stop(stop);
                    return code == 0
                            ? new Outcome.Done(since(start))
                            : new Outcome.Failed(Outcome.exit(code), since(start));
                } catch (TimeoutException e) {
                    if (outdated.getAsBoolean()) {
                        process.stop(stop);
                        return new Outcome.Cancelled(since(start));
                    }
                    if (limit != null && since(start).compareTo(limit) > 0) {
                        process.stop(stop);
                        return new Outcome.Failed(
                                "stopped after its limit of " + limit.toSeconds() + " s", since(start));
                    }
                } catch (ExecutionException e) {
                    throw sorted(e);
                }
            }
        }
    }

    private static TargetException sorted(ExecutionException e) {
        return e.getCause() instanceof TargetException known
                ? known
                : new TargetException.Disconnected("a command was cut off: " + e.getCause(), e);
    }

    /// The time since a moment of [System#nanoTime()].
    static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
