package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.report.Quantity;
import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// The part of a demonstration that measures how long a save takes to be visible in the target.
final class DemoSaves {

    private static final int SAVES = 10;

    private final Path folder;
    private final DemoPlace place;
    private final PrintStream out;

    DemoSaves(Path folder, DemoPlace place, PrintStream out) {
        this.folder = folder;
        this.place = place;
        this.out = out;
    }

    /// Saves one file again and again, by turns in place and by rename, and measures until a process in the target
    /// reads the new text.
    void run() throws IOException, TargetException, InterruptedException {
        out.println("> save src/main.txt " + SAVES + " times; a process in the container tells when it reads the text");
        Path file = folder.resolve("src/main.txt");
        String reader = "last=; n=0; while [ $n -lt 20000000 ]; do n=$((n+1)); v=;"
                + " { read -r v <\"$1\"; } 2>/dev/null;"
                + " [ \"$v\" ] && [ \"$v\" != \"$last\" ] && { last=$v; echo \"$v\"; };"
                + " case $v in bye) exit;; esac; done";
        BlockingQueue<String> seen = new ArrayBlockingQueue<>(100);
        List<Double> times = new ArrayList<>();
        try (AgentChannel channel =
                place.transport().start(List.of("sh", "-c", reader, "reader", place.target() + "/src/main.txt"))) {
            Thread.ofVirtual().name("devsync-demo-reader").start(() -> collect(channel, seen));
            awaitText(seen, "first");
            for (int i = 1; i <= SAVES; i++) {
                Thread.sleep(150);
                String text = "save number " + i;
                long start = System.nanoTime();
                if (i % 2 == 0) {
                    Path temporary = folder.resolve("src/main.txt~");
                    Files.writeString(temporary, text + "\n");
                    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.writeString(file, text + "\n");
                }
                awaitText(seen, text);
                double ms = (System.nanoTime() - start) / 1e6;
                times.add(ms);
                out.println("  save %2d (%s) visible in the target after %s"
                        .formatted(i, i % 2 == 0 ? "renamed over" : "in place", Quantity.time(duration(ms))));
            }
            Files.writeString(file, "bye\n"); // ends the reader
            awaitText(seen, "bye");
        }
        Collections.sort(times);
        out.println("  median " + Quantity.time(duration(times.get(SAVES / 2))) + ", slowest "
                + Quantity.time(duration(times.getLast())));
    }

    private static Duration duration(double ms) {
        return Duration.ofNanos((long) (ms * 1e6));
    }

    private static void collect(AgentChannel channel, BlockingQueue<String> seen) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(channel.output(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                seen.put(line);
            }
        } catch (IOException e) {
            seen.offer("the reader ended: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitText(BlockingQueue<String> seen, String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + Demonstration.LIMIT.toNanos();
        while (true) {
            String line = seen.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IOException(
                        "the target did not show \"" + text + "\" within " + Quantity.time(Demonstration.LIMIT));
            }
            if (line.equals(text)) {
                return;
            }
        }
    }
}
