package dev.devsync.target.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.tree.Text;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Keeps a stream of container events open.
final class EventFollower implements Following {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    /// A stream that lasted this long was no failure to connect: the next attempt comes at once.
    private static final Duration LASTED = Duration.ofSeconds(5);

    private final EngineAddress address;
    private final EngineListener listener;
    private final Duration pingInterval;
    private final Object lock = new Object();
    private boolean closed;
    private boolean lossTold;
    private @Nullable PlainRequest stream;
    private @Nullable Thread thread;

    EventFollower(EngineAddress address, EngineListener listener) {
        this(address, listener, Duration.ofSeconds(10));
    }

    /// @param pingInterval how often to ask on the side whether the engine still answers: a stream on which
    ///     nothing comes looks the same whether nothing happens or the engine hangs
    EventFollower(EngineAddress address, EngineListener listener, Duration pingInterval) {
        this.address = address;
        this.listener = listener;
        this.pingInterval = pingInterval;
    }

    void start() {
        thread = Thread.ofPlatform().daemon().name("devsync-engine-events").start(this::run);
    }

    private void run() {
        Duration pause = SHORTEST_PAUSE;
        while (!isClosed()) {
            long start = System.nanoTime();
            lost(followOnce());
            pause = System.nanoTime() - start > LASTED.toNanos() ? SHORTEST_PAUSE : longer(pause);
            sleep(pause);
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /// Follows until the stream ends.
    ///
    /// @return why it ended
    private String followOnce() {
        try (PlainRequest request = Deadline.within(address, ANSWER_LIMIT, this::open)) {
            if (!adopt(request)) {
                return "closed";
            }
            Thread watch =
                    Thread.ofPlatform().daemon().name("devsync-engine-watch").start(() -> watch(request));
            try {
                lossTold = false;
                listener.onConnected();
                read(request);
            } finally {
                watch.interrupt();
            }
            return "the Docker engine at " + address + " ended its stream of events";
        } catch (TimeoutException e) {
            return "the Docker engine at " + address + " does not answer";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (ExecutionException e) {
            EngineException sorted = Engine.sorted(address, "follow events", e.getCause() == null ? e : e.getCause());
            return String.valueOf(sorted.getMessage());
        } catch (IOException e) {
            return "the Docker engine's stream of events broke: " + Text.printable(String.valueOf(e.getMessage()));
        }
    }

    private PlainRequest open() throws IOException, EngineException {
        // The engine answers before it has subscribed us. So we ask for events from the second before on, by its
        // own clock: a container that starts between answer and subscription would be missed otherwise.
        long since;
        try (PlainRequest ping = PlainRequest.send(address, "/_ping", ANSWER_LIMIT)) {
            since = seconds(ping.head().field("date"));
        }
        String filters = EngineHttp.filters(Map.of("type", List.of("container"), "event", ContainerChange.actions()));
        return PlainRequest.send(address, "/events?" + filters + (since == 0 ? "" : "&since=" + since), ANSWER_LIMIT);
    }

    private static long seconds(@Nullable String date) {
        try {
            return date == null
                    ? 0
                    : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toEpochSecond();
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private void read(PlainRequest request) throws IOException {
        try (MappingIterator<JsonNode> events = JSON.readerFor(JsonNode.class).readValues(request.body())) {
            while (!isClosed() && events.hasNextValue()) {
                JsonNode event = events.nextValue();
                String id = event.path("Actor").path("ID").asText("");
                ContainerChange.parse(event.path("Action").asText("")).ifPresent(change -> {
                    if (!id.isEmpty()) {
                        listener.onChange(new ContainerId(id), change);
                    }
                });
            }
        }
    }

    /// Ends a stream when the engine stops answering.
    private void watch(PlainRequest request) {
        try {
            while (true) {
                Thread.sleep(pingInterval);
                Deadline.within(address, ANSWER_LIMIT, () -> {
                    PlainRequest.send(address, "/_ping", ANSWER_LIMIT).close();
                    return true;
                });
            }
        } catch (InterruptedException e) {
            // The stream has ended.
        } catch (TimeoutException | ExecutionException e) {
            request.close();
        }
    }

    private boolean adopt(PlainRequest request) {
        synchronized (lock) {
            stream = request;
            return !closed;
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private void lost(String message) {
        if (!lossTold && !isClosed()) {
            lossTold = true;
            listener.onLost(message);
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (stream != null) {
                stream.close();
            }
        }
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
