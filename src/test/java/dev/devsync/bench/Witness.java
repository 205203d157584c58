package dev.devsync.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.AgentTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A shell program in the container that says what it sees, a line each, over one exec that stays open. It is told
/// nothing by what is measured: what it reports is what an app there would see.
final class Witness implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    /// Spins, and prints the first line of a file whenever it is another one: of a small file as soon as it is there,
    /// of a large one (`$2`) as soon as the last line is there too. Ends at `bye`, or in any case.
    private static final String FIRST_LINE = """
            echo ready; last=; n=0
            while [ $n -lt 50000000 ]; do
              n=$((n+1)); v=
              { read -r v <"$1"; } 2>/dev/null
              [ "$v" ] && [ "$v" != "$last" ] && {
                [ "$2" = small ] || [ "$(tail -n 1 "$1" 2>/dev/null)" = "$v" ]
              } && { last=$v; echo "$v"; }
              case $last in bye) exit;; esac
            done""";

    /// Prints `all` as soon as so many files match. Looks only every 10 ms, because the looking itself takes the
    /// machine's time, and gives up in the end, because nobody could stop it.
    private static final String COUNT = """
            echo ready; n=0; d=$1; c=$2; shift 2
            while [ $n -lt 9000 ]; do
              n=$((n+1))
              [ "$(find "$d" "$@" 2>/dev/null | wc -l)" -eq "$c" ] && { echo all; exit; }
              sleep 0.01
            done""";

    private final AgentChannel channel;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private Witness(AgentChannel channel) {
        this.channel = channel;
        Thread.ofPlatform().daemon().name("witness").start(this::listen);
    }

    /// @param size `small` if the first line is enough
    static Witness ofFirstLine(AgentTransport transport, String file, String size)
            throws TargetException, IOException, InterruptedException {
        return start(transport, List.of("sh", "-c", FIRST_LINE, "witness", file, size));
    }

    /// @param condition what of the folder counts, as `find` takes it
    static Witness ofCount(AgentTransport transport, String folder, int files, List<String> condition)
            throws TargetException, IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", COUNT, "witness", folder, Integer.toString(files)));
        command.addAll(condition);
        return start(transport, command);
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
