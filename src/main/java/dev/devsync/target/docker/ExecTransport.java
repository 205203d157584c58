package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsync.target.Rights;
import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.AgentTransport;
import dev.devsync.tree.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Starts processes in a container: `docker exec -i`, over a connection of our own.
public final class ExecTransport implements AgentTransport {

    /// An exec takes 50-80 ms; engines under load have been seen to take seconds.
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration MESSAGE_LIMIT = Duration.ofSeconds(5);
    /// The exit codes of what an engine could not start. A process may end with them, too: then its output looks like
    /// the engine's, and is told as such.
    private static final Set<Long> NOT_STARTED = Set.of(-1L, 125L, 126L, 127L);
    private static final Duration POLL_PAUSE = Duration.ofMillis(2);
    private static final int RECEIVE_BYTES = 64 * 1024;

    private final Engine engine;
    private final ContainerInfo container;
    private final @Nullable String user;
    private final Rights rights;

    /// @param user who to run as, as `docker exec -u` takes it: `0:0`, `app`; null for the container's user
    public ExecTransport(Engine engine, ContainerInfo container, @Nullable String user) {
        this(engine, container, user, Rights.CONTAINERS);
    }

    /// @param rights what the processes may do
    public ExecTransport(Engine engine, ContainerInfo container, @Nullable String user, Rights rights) {
        this.engine = engine;
        this.container = container;
        this.user = user;
        this.rights = rights;
    }

    /// @throws TargetException.NoAgent if there is no such program in the container
    /// @throws TargetException.Refused if the container has no such user
    /// @throws TargetException.Disconnected if the container does not run or the engine cannot be reached
    @Override
    public AgentChannel start(List<String> command) throws TargetException {
        Wire wire = null;
        try {
            String exec = create(command);
            wire = Wire.open(engine.address(), START_LIMIT);
            ExecChannel channel = attach(wire, exec);
            awaitStart(exec, channel, command);
            ExecWatch.start(engine, exec, channel);
            wire = null;
            return channel;
        } catch (EngineException e) {
            throw sorted(e);
        } catch (IOException e) {
            throw sorted(Engine.sorted(engine.address(), "start a process", e));
        } finally {
            if (wire != null) {
                wire.close();
            }
        }
    }

    private String create(List<String> command) throws EngineException {
        ObjectNode wanted = JsonNodeFactory.instance
                .objectNode()
                .put("AttachStdin", true)
                .put("AttachStdout", true)
                .put("AttachStderr", true)
                .put("WorkingDir", "/")
                .put("Privileged", rights == Rights.ALL);
        command.forEach(wanted.putArray("Cmd")::add);
        if (user != null) {
            wanted.put("User", user);
        }
        EngineHttp http = engine.http();
        return engine.call(
                "start a process in container " + container.name(),
                () -> http.post("/containers/" + container.id().value() + "/exec", wanted)
                        .required("Id")
                        .asText());
    }

    /// Starts the exec and takes the connection over for its streams.
    private ExecChannel attach(Wire wire, String exec) throws IOException, EngineException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(RECEIVE_BYTES).limit(0);
        limited(START_LIMIT, () -> {
            HttpHead.request(
                    wire,
                    "POST /exec/" + exec + "/start HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp",
                    "{\"Detach\":false,\"Tty\":false}");
            HttpHead answer = HttpHead.read(wire, buffer);
            // 101 when the upgrade was seen, 200 when a proxy or an old engine overlooked it: the stream is the same.
            if (answer.status() != 101 && answer.status() != 200) {
                String body = answer.errorBody(wire, buffer);
                throw new EngineException.Failed(EngineMessage.of(answer.status(), body), answer.status(), null);
            }
            return answer;
        });
        return new ExecChannel(wire, buffer);
    }

    /// Waits until the process runs or has failed to start: the engine takes the connection over before it tries,
    /// and then sends its error as if it were the process's output.
    private void awaitStart(String exec, AgentChannel channel, List<String> command)
            throws EngineException, IOException, TargetException {
        EngineHttp http = engine.http();
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end) {
            ExecState state =
                    engine.call("start a process in container " + container.name(), () -> ExecState.ask(http, exec));
            if (state.wasStarted()) {
                return; // it runs, or ran: then its output says so
            }
            Long exit = state.exitCode();
            if (exit != null && !state.isRunning()) {
                if (!NOT_STARTED.contains(exit)) {
                    return; // podman forgets the pid of what has ended (5.8): it ran, and its output is to be read
                }
                throw notStarted(command, exit, message(channel));
            }
            pause();
        }
        throw new TargetException.Disconnected(
                "container " + container.name() + " did not start " + Text.printable(command.getFirst()) + " within "
                        + START_LIMIT.toSeconds() + " s",
                null);
    }

    private static void pause() throws EngineException {
        try {
            Thread.sleep(POLL_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.Failed("interrupted while a process was started", 0, e);
        }
    }

    private String message(AgentChannel channel) throws IOException, EngineException {
        return limited(MESSAGE_LIMIT, () -> {
            try (InputStream output = channel.output()) {
                String said = Text.printable(new String(output.readNBytes(Tail.BYTES), UTF_8).strip());
                return said.isEmpty() ? channel.diagnostics() : said;
            }
        });
    }

    private TargetException notStarted(List<String> command, long exit, String message) {
        String program = Text.printable(command.getFirst());
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("unable to find user") || lower.contains("unable to find group")) {
            return noSuchUser(message);
        }
        if (lower.contains("is not running")
                || lower.contains("is paused")
                || lower.contains("stopped container")
                || lower.contains("container not running")) {
            return notRunning();
        }
        return new TargetException.NoAgent(
                "container " + container.name() + " cannot run " + program + " (exit code " + exit + "): " + message,
                lower.contains("not found") || lower.contains("no such file")
                        ? "The image " + container.image() + " has no " + program + "."
                        : "Try: docker exec " + container.name() + " " + program);
    }

    private TargetException noSuchUser(String message) {
        return new TargetException.Refused(
                "container " + container.name() + " cannot run a process as " + Text.printable(String.valueOf(user))
                        + ": " + message,
                "Give a user that the image knows, or numbers, as in \"1000:1000\".");
    }

    private TargetException notRunning() {
        String message;
        try {
            ContainerInfo now = engine.container(container.id());
            message = now.isRunning() // it was restarted, or the engine has not noticed its end yet
                    ? "container " + container.name() + " was not running for a moment"
                    : now.describe(Instant.now());
        } catch (EngineException e) {
            message = "container " + container.name() + " is not running";
        }
        return new TargetException.Disconnected(message, null);
    }

    private TargetException sorted(EngineException e) {
        return switch (e) {
            case EngineException.NoSuchContainer _ ->
                new TargetException.Disconnected("container " + container.name() + " is gone", e);
            case EngineException.Failed failed -> ofAnswer(failed);
            case EngineException.Misconfigured wrong ->
                new TargetException.Refused(String.valueOf(wrong.getMessage()), wrong.advice());
            case EngineException.TooOld old ->
                new TargetException.Refused(String.valueOf(old.getMessage()), old.advice());
            case EngineException.Unreachable _, EngineException.NotResponding _ ->
                new TargetException.Disconnected(String.valueOf(e.getMessage()), e);
        };
    }

    private TargetException ofAnswer(EngineException.Failed failed) {
        String message = String.valueOf(failed.getMessage());
        if (message.contains("unable to find user") || message.contains("unable to find group")) {
            return noSuchUser(message);
        }
        return switch (failed.status()) {
            case 404 -> new TargetException.Disconnected("container " + container.name() + " is gone", failed);
            case 409 -> notRunning();
            default -> new TargetException.Disconnected(message, failed);
        };
    }

    private <T> T limited(Duration limit, Callable<T> work) throws IOException, EngineException {
        try {
            return Deadline.within(engine.address(), limit, work);
        } catch (TimeoutException e) {
            throw new EngineException.NotResponding(
                    "the Docker engine did not start a process within " + limit.toSeconds() + " s",
                    "Is it overloaded? Restarting Docker may help.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.Failed("interrupted while a process was started", 0, e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException broken -> throw broken;
                case EngineException known -> throw known;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
