package dev.devsync.target.process;

import dev.devsync.target.Launch;
import dev.devsync.target.LaunchedProcess;
import dev.devsync.target.Launcher;
import dev.devsync.target.Rights;
import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentTransport;
import dev.devsync.tree.TargetPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a shell waiting in the target for each kind of process, because a new one takes 70 ms.
public final class ParkedLauncher implements Launcher {

    /// How processes are started in the target.
    @FunctionalInterface
    public interface Transports {
        /// @param user whom the process runs as; null for the target's own user
        /// @param rights what it may do
        /// @throws TargetException.Refused if it cannot run as somebody else, or with more rights
        AgentTransport as(@Nullable String user, Rights rights) throws TargetException;
    }

    /// What a runner must be told when it starts, before it is known what will run.
    private record Kind(String name, @Nullable String user, String stop, Launch.Output output, Rights rights) {
        static Kind of(Launch launch) {
            return new Kind(launch.name(), launch.user(), launch.stop().toString(), launch.output(), launch.rights());
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ParkedLauncher.class);

    private final Transports transports;
    private final TargetPath ownFolder;
    private final Map<Kind, CompletableFuture<Runner>> parked = new HashMap<>();
    private final Map<Kind, Launch> wanted = new HashMap<>();
    private boolean closed;

    /// @param ownFolder where processes run that are told no folder
    public ParkedLauncher(Transports transports, TargetPath ownFolder) {
        this.transports = transports;
        this.ownFolder = ownFolder;
    }

    @Override
    public LaunchedProcess start(Launch launch, Consumer<String> lines) throws TargetException {
        Runner runner = take(launch);
        boolean running = false;
        try {
            runner.run(launch, ownFolder, lines);
            running = true;
            return runner;
        } finally {
            if (!running) {
                runner.close();
            }
            want(launch);
        }
    }

    private synchronized void want(Launch launch) {
        wanted.put(Kind.of(launch), launch);
    }

    @Override
    public LaunchedProcess.Listening listens(Launch launch, int port) throws TargetException {
        Runner runner = take(launch);
        keep(launch, runner);
        return runner.listens(port);
    }

    private synchronized void keep(Launch launch, Runner runner) {
        if (closed || parked.putIfAbsent(Kind.of(launch), CompletableFuture.completedFuture(runner)) != null) {
            runner.close();
        }
    }

    @Override
    public Optional<LaunchedProcess> adopt(Launch launch) throws TargetException {
        Runner runner = Runner.park(transports.as(launch.user(), launch.rights()), launch);
        boolean adopted = false;
        try {
            adopted = runner.adopt();
            return adopted ? Optional.of(runner) : Optional.empty();
        } finally {
            if (!adopted) {
                runner.close();
            }
        }
    }

    private Runner take(Launch launch) throws TargetException {
        CompletableFuture<Runner> waiting = remove(Kind.of(launch));
        if (waiting != null) {
            try {
                Runner runner = waiting.join();
                if (runner.isUsable()) {
                    return runner;
                }
                runner.close();
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof TargetException)) {
                    throw e; // else it is tried again, and says what is wrong
                }
            }
        }
        return Runner.park(transports.as(launch.user(), launch.rights()), launch);
    }

    private synchronized @Nullable CompletableFuture<Runner> remove(Kind kind) {
        return parked.remove(kind);
    }

    @Override
    public synchronized void prepare(Launch launch) {
        if (!closed) {
            want(launch);
            parked.computeIfAbsent(Kind.of(launch), kind -> park(launch));
        }
    }

    @Override
    public synchronized void replenish() {
        List.copyOf(wanted.values()).forEach(this::prepare);
    }

    private CompletableFuture<Runner> park(Launch launch) {
        CompletableFuture<Runner> future = new CompletableFuture<>();
        Thread.ofVirtual().name("devsync-park").start(() -> {
            try {
                future.complete(Runner.park(transports.as(launch.user(), launch.rights()), launch));
            } catch (TargetException | RuntimeException e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    @Override
    public void close() {
        Map<Kind, CompletableFuture<Runner>> left;
        synchronized (this) {
            closed = true;
            left = Map.copyOf(parked);
            parked.clear();
        }
        for (CompletableFuture<Runner> each : left.values()) {
            try {
                each.join().close();
            } catch (CompletionException e) {
                LOG.debug("a shell could not be prepared", e); // nobody needed it
            }
        }
    }
}
