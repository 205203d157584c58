package dev.devsync.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.AgentTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A shell program in the container that says what it sees, a line each, over one exec that stays open. It is not told
/// anything by devsync: what it reports is what an app there would see.
final class Witness implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Spins, and prints the first word of the file whenever it is another one. Ends at `bye`, or in any case.
    private static final String FIRST_WORD = """
            echo ready; last=; n=0
            while [ $n -lt 50000000 ]; do
              n=$((n+1)); v=
              { read -r v rest <"$1"; } 2>/dev/null
              [ "$v" ] && [ "$v" != "$last" ] && { last=$v; echo "$v"; }
              case $v in bye) exit;; esac
            done""";

    /// Prints `all` as soon as the folder has that many files. Looks only every 10 ms, because the looking itself takes
    /// the machine's time, and gives up after a minute, because nobody could stop it.
    private static final String FILE_COUNT = """
            echo ready; n=0
            while [ $n -lt 6000 ]; do
              n=$((n+1))
              [ "$(find "$1" -type f 2>/dev/null | wc -l)" -ge "$2" ] && { echo all; exit; }
              sleep 0.01
            done""";

    private final AgentChannel channel;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private Witness(AgentChannel channel) {
        this.channel = channel;
        Thread.ofPlatform().daemon().name("witness").start(this::listen);
    }

    static Witness ofFirstWord(AgentTransport transport, String file)
            throws TargetException, IOException, InterruptedException {
        return start(transport, List.of("sh", "-c", FIRST_WORD, "witness", file));
    }

    static Witness ofFileCount(AgentTransport transport, String folder, int files)
            throws TargetException, IOException, InterruptedException {
        return start(transport, List.of("sh", "-c", FILE_COUNT, "witness", folder, Integer.toString(files)));
    }

    private static Witness start(AgentTransport transport, List<String> command)
            throws TargetException, IOException, InterruptedException {
        Witness witness = new Witness(transport.start(command));
        witness.await("ready");
        return witness;
    }

    /// Waits until the program has said this.
    void await(String word) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            String line = seen.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IOException("the container did not show \"" + word + "\" within " + LIMIT);
            }
            if (line.equals(word)) {
                return;
            }
        }
    }

    private void listen() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(channel.output(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                seen.add(line);
            }
        } catch (IOException e) {
            seen.add("the stream broke: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
