package dev.devsync.target.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.target.Launch;
import dev.devsync.target.LaunchedProcess;
import dev.devsync.target.TargetException;
import dev.devsync.target.Token;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.AgentTransport;
import dev.devsync.target.agent.Sh;
import dev.devsync.tree.StopSignal;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// One shell in the target that waits for its process to start, and then looks after it (`runner.sh`).
final class Runner implements LaunchedProcess {

    private static final String SCRIPT = Sh.script(Runner.class, "runner.sh");

    /// How long a runner may take for an answer. A loaded engine needs a second or two for an exec.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Between two looks whether a process that was signalled is alive. Each costs the target a few milliseconds.
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration SLOWEST_LOOK = Duration.ofMillis(200);

    /// Before the first look. Short: the end of a process that was adopted is not told at once.
    private static final Duration FIRST_LOOK = Duration.ofMillis(20);

    /// How long what was killed may take to be gone: a process in the middle of slow I/O ends after it.
    private static final Duration KILLED = Duration.ofSeconds(10);

    /// How long the last output may take to arrive once nothing is alive.
    private static final Duration REST = Duration.ofMillis(500);

    private final String token;
    private final AgentChannel channel;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Optional<Long>> started = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final CountDownLatch written = new CountDownLatch(1);
    private final CountDownLatch drained = new CountDownLatch(1);
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private volatile Consumer<String> lines = line -> {};
    private volatile long pid;

    private Runner(String token, AgentChannel channel) {
        this.token = token;
        this.channel = channel;
    }

    /// Starts a runner, which then waits.
    ///
    static Runner park(AgentTransport transport, Launch launch) throws TargetException {
        String token = Token.random();
        long tenths = Math.max(1, launch.stop().grace().toMillis() / 100);
        AgentChannel channel = transport.start(List.of(
                "sh",
                "-c",
                SCRIPT,
                "devsync",
                launch.name(),
                token,
                launch.stop().signal(),
                Long.toString(tenths),
                launch.output() == Launch.Output.CONTAINER_LOG ? "echo" : "-"));
        Runner runner = new Runner(token, channel);
        Thread.ofPlatform().daemon().name("devsync-runner").start(runner::read);
        return runner;
    }

    private void read() {
        try {
            new RunnerOutput(channel.output(), token, line -> lines.accept(line), this::heard).readAll();
        } catch (IOException | RuntimeException e) {
            failAll(new TargetException.Disconnected("the output of a process was cut off: " + e.getMessage(), e));
        } finally {
            failAll(new TargetException.Disconnected("the connection to a process ended" + diagnostics(), null));
            written.countDown();
            drained.countDown();
        }
    }

    private String diagnostics() {
        String said = channel.diagnostics();
        return said.isEmpty() ? "" : ": " + said;
    }

    private void failAll(TargetException e) {
        ready.completeExceptionally(e);
        started.completeExceptionally(e);
        exit.completeExceptionally(e);
    }

    private void heard(String words) {
        String[] word = words.split(" ", 2);
        switch (word[0]) {
            case "P" -> ready.complete(null);
            case "S" -> started.complete(Optional.of(Long.parseLong(word[1])));
            case "-" -> started.complete(Optional.empty());
            case "E" -> {
                exit.complete(word[1].equals("-") ? UNKNOWN_CODE : Integer.parseInt(word[1]));
                // A script that could not even begin has an end only.
                started.completeExceptionally(new TargetException.Refused("it ended at once", ""));
            }
            case "D" -> written.countDown();
            case "Q", "T" -> answers.add(word[1]);
            case "X" ->
                failAll(new TargetException.Refused(
                        "processes cannot be given groups of their own there: it has no setsid, perl or python3",
                        "Add util-linux or busybox to the image."));
            default -> throw new IllegalArgumentException("the runner said " + words);
        }
    }

    boolean isUsable() {
        return drained.getCount() > 0 && !started.isDone();
    }

    /// Starts the process.
    void run(Launch launch, TargetPath ownFolder, Consumer<String> lines) throws TargetException {
        this.lines = lines;
        await(ready);
        String script = script(launch, ownFolder);
        long count = script.chars().filter(c -> c == '\n').count();
        send("S " + count + "\n" + script);
        Optional<Long> number = await(started);
        begin(number.orElseThrow());
    }

    /// Looks after a process that runs already.
    ///
    /// @return false if there is none
    boolean adopt() throws TargetException {
        await(ready);
        send("A\n");
        Optional<Long> number = await(started);
        if (number.isPresent()) {
            begin(number.get());
        }
        return number.isPresent();
    }

    private void begin(long number) throws TargetException {
        pid = number;
        send("G " + number + "\n");
    }

    /// What the runner's shell does: everything is quoted, so that no value is read as code but for the
    /// command's own.
    private static String script(Launch launch, TargetPath ownFolder) {
        StringBuilder script = new StringBuilder();
        for (Map.Entry<String, String> variable : new TreeMap<>(launch.environment()).entrySet()) {
            script.append("export ").append(variable.getKey()).append('=');
            script.append(Sh.quote(variable.getValue())).append('\n');
        }
        TargetPath folder = Objects.requireNonNullElse(launch.folder(), ownFolder);
        script.append("cd -- ").append(Sh.quote(folder.value())).append(" || exit 126\n");
        List<String> words = new ArrayList<>();
        launch.command().forEach(word -> words.add(Sh.quote(word)));
        return script.append("exec ")
                .append(String.join(" ", words))
                .append('\n')
                .toString();
    }

    private void send(String text) throws TargetException {
        try {
            channel.input().write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new TargetException.Disconnected("the connection to a process broke" + diagnostics(), e);
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws TargetException {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new TargetException.Disconnected("no answer for " + PATIENCE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TargetException known) {
                throw known;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetException.Disconnected("interrupted", e);
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    @Override
    public int living() throws TargetException {
        return Integer.parseInt(ask("Q"));
    }

    @Override
    public Listening listens(int port) throws TargetException {
        await(ready);
        String answer = ask("T %04X %d".formatted(port, port));
        return switch (answer) {
            case "y" -> Listening.YES;
            case "n" -> Listening.NO;
            default -> Listening.UNKNOWN;
        };
    }

    private synchronized String ask(String question) throws TargetException {
        answers.clear();
        send(question + "\n");
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end) {
                String answer = answers.poll(50, TimeUnit.MILLISECONDS);
                if (answer != null) {
                    return answer;
                }
                if (drained.getCount() == 0) {
                    throw new TargetException.Disconnected("the connection to a process ended" + diagnostics(), null);
                }
            }
            throw new TargetException.Disconnected("no answer for " + PATIENCE.toSeconds() + " s", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetException.Disconnected("interrupted", e);
        }
    }

    @Override
    public void signal(String signal) throws TargetException {
        send("L " + StopSignal.name(signal) + "\n");
    }

    @Override
    public Stopped stop(StopSignal how) throws TargetException, InterruptedException {
        Stopped stopped = end(how);
        written.await(
                REST.toMillis(), TimeUnit.MILLISECONDS); // so that its last words come before the next one's first
        return stopped;
    }

    private Stopped end(StopSignal how) throws TargetException, InterruptedException {
        if (exit.isDone() && living() == 0) {
            return Stopped.WAS_OVER;
        }
        send("K " + how.signal() + "\n");
        if (isGoneWithin(how.grace())) {
            return Stopped.BY_SIGNAL;
        }
        send("K KILL\n");
        if (isGoneWithin(KILLED)) {
            return Stopped.BY_KILL;
        }
        throw new TargetException.Refused(
                "process " + pid + " or one of its children is alive even after it was killed",
                "Is it in the middle of input or output that hangs? Restart the container.");
    }

    private boolean isGoneWithin(Duration limit) throws TargetException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Duration pause = LOOK;
        waitForExit(FIRST_LOOK); // most end at once, and the end is told without a look
        while (living() > 0) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            if (exit.isDone()) {
                Thread.sleep(pause); // its children are left
            } else {
                waitForExit(pause);
            }
            pause = pause.multipliedBy(2).compareTo(SLOWEST_LOOK) < 0 ? pause.multipliedBy(2) : SLOWEST_LOOK;
        }
        return true;
    }

    private void waitForExit(Duration pause) throws InterruptedException {
        try {
            exit.get(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return; // the next look tells
        }
    }

    @Override
    public void letLive() throws TargetException {
        send("Z\n");
    }

    @Override
    public void close() {
        try {
            if (exit.isDone() && !exit.isCompletedExceptionally() && living() == 0) {
                send("Z\n"); // so that it does not look for what it would stop
                channel.input().close();
                drained.await(REST.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TargetException | IOException e) {
            // It is broken, which is as good as closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            channel.close();
        }
    }
}
