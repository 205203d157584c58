package dev.devsync.session;

import dev.devsync.report.Event;
import dev.devsync.report.Quantity;
import dev.devsync.report.ReactionEvent;
import dev.devsync.report.Reporter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The part of a demonstration in which saves build and restart an app, and a broken save does not.
final class DemoApp implements Reporter {

    private static final int SAVES = 3;
    private static final String FILE = "app/main.sh";

    private final Path folder;
    private final Reporter reporter;
    private final PrintStream out;
    private final BlockingQueue<ReactionEvent> reactions = new LinkedBlockingQueue<>();

    /// @param folder the project
    /// @param reporter is told what this one is told
    DemoApp(Path folder, Reporter reporter, PrintStream out) {
        this.folder = folder;
        this.reporter = reporter;
        this.out = out;
    }

    /// Writes the first version of the app.
    static void prepare(Path folder) throws IOException {
        Files.createDirectories(folder.resolve(FILE).getParent());
        Files.writeString(folder.resolve(FILE), text(1));
    }

    private static String text(int version) {
        return "echo \"" + answer(version) + "\"\nwhile :; do sleep 1; done\n";
    }

    private static String answer(int version) {
        return "version " + version + " answers";
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.Reaction(ReactionEvent what)) {
            reactions.add(what);
        }
        reporter.on(event);
    }

    void run() throws IOException, InterruptedException {
        out.println(
                "> save " + FILE + " " + SAVES + " times; it is built, and its process answers in place of the old");
        awaitAnswer(1);
        List<Duration> times = new ArrayList<>();
        for (int version = 2; version < 2 + SAVES; version++) {
            long start = System.nanoTime();
            Files.writeString(folder.resolve(FILE), text(version));
            awaitAnswer(version);
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }
        Collections.sort(times);
        out.println(
                "  a save is answered by the new process after " + Quantity.time(times.get(SAVES / 2)) + " (median)");
        out.println("> save it with a mistake: the build fails, the old process goes on");
        Files.writeString(folder.resolve(FILE), "if then\n");
        await("a failed build", event -> event instanceof ReactionEvent.StepEnded ended && ended.how() != null);
        out.println("> mend it");
        Files.writeString(folder.resolve(FILE), text(2 + SAVES));
        awaitAnswer(2 + SAVES);
    }

    /// Waits until a version has said its line and is reported as ready, whichever comes first.
    private void awaitAnswer(int version) throws IOException, InterruptedException {
        List<Predicate<ReactionEvent>> missing = new ArrayList<>(List.of(
                event -> event instanceof ReactionEvent.AppReady,
                event -> event instanceof ReactionEvent.Output output
                        && output.line().equals(answer(version))));
        await(answer(version), event -> {
            missing.removeIf(each -> each.test(event));
            return missing.isEmpty();
        });
    }

    private void await(String what, Predicate<ReactionEvent> condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + Demonstration.LIMIT.toNanos();
        ReactionEvent event;
        do {
            event = reactions.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new IOException(
                        "the app did not show \"" + what + "\" within " + Quantity.time(Demonstration.LIMIT));
            }
        } while (!condition.test(event));
    }
}
