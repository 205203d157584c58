package dev.devsync.target.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.devsync.target.TargetException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Questions to an agent and its answers, one at a time, each within a limit. What breaks ends the conversation.
final class Conversation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    /// How long the agent may be silent while it is expected to answer. It answers within milliseconds as a rule; a
    /// rename across file systems copies, tens of thousands of folders are removed one by one, and a slow disk may
    /// take its time.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AgentChannel channel;
    private final AgentReader in;
    private final OutputStream out;
    private final Watchdog watchdog;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean closed;
    private int lastId;

    /// @param in reads the channel's output
    /// @param watchdog closes the channel when it bites
    Conversation(AgentChannel channel, AgentReader in, Watchdog watchdog) {
        this.channel = channel;
        this.in = in;
        this.out = channel.input();
        this.watchdog = watchdog;
    }

    /// One question and its answer.
    @FunctionalInterface
    interface Exchange<T> {
        T run() throws IOException, TargetException;
    }

    <T> T exchange(Exchange<T> exchange) throws TargetException {
        return exchange(PATIENCE, exchange);
    }

    /// @throws TargetException.Disconnected if the line broke, the agent was silent for too long, or said what makes no
    ///     sense
    <T> T exchange(Duration patience, Exchange<T> exchange) throws TargetException {
        turn.lock();
        watchdog.expectWithin(patience);
        try {
            T result = exchange.run();
            if (closed) { // what was read may have gaps: others read to the end what is left
                throw new TargetException.Disconnected("the connection was closed", null);
            }
            return result;
        } catch (IOException e) {
            close();
            throw watchdog.hasBitten()
                    ? new TargetException.Disconnected("no answer for " + patience.toSeconds() + " s", e)
                    : new TargetException.Disconnected(Hello.ended(channel), e);
        } catch (IllegalArgumentException e) {
            close();
            throw new TargetException.Disconnected("the agent's answer makes no sense: " + e.getMessage(), e);
        } finally {
            watchdog.rest();
            turn.unlock();
        }
    }

    /// Something has moved on: the limit begins anew.
    void goesOn() {
        watchdog.expectWithin(PATIENCE);
    }

    String nextId() {
        return Integer.toString(++lastId);
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
    }

    OutputStream out() {
        return out;
    }

    AgentReader in() {
        return in;
    }

    @Override
    public void close() {
        closed = true;
        watchdog.close();
        sayBye();
        channel.close();
    }

    /// Not every stream carries the end of input all the way: an agent that waits for a frame is told to go.
    private void sayBye() {
        if (!turn.tryLock()) {
            return; // it is in the middle of something, which the end of the stream cuts off
        }
        try {
            send("Q\n");
        } catch (IOException e) {
            LOG.debug("the agent has gone before it was told to", e);
        } finally {
            turn.unlock();
        }
    }
}
