package dev.devsync.cli;

import dev.devsync.report.Quantity;
import dev.devsync.report.Verdict;
import dev.devsync.session.Demonstration;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Shows what devsync does, in half a minute: makes a small project and a container, edits"
                + " files for real, rebuilds and restarts an app, measures, compares, and cleans up.",
        footer = {"", "Where no Docker engine answers, a folder of this machine takes the container's place."})
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    @Option(names = "--local", description = "Sync to a local folder even if there is an engine.")
    private boolean local;

    @Option(names = "--image", paramLabel = "IMAGE", description = "The container's image; it needs sh and tar.")
    private String image = "";

    DemoCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("devsync-demo-").toRealPath();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "devsync-demo-folder"));
        // With --json, standard output carries nothing but events.
        PrintStream out = common.json
                ? common.surroundings().err()
                : common.surroundings().out();
        long start = System.nanoTime();
        Demonstration.Choice choice = local ? Demonstration.Choice.LOCAL : Demonstration.Choice.BEST;
        Verdict verdict = Demonstration.run(folder, choice, image, common.engines(), common.reporter(), out);
        common.documents().verdicts(List.of(verdict));
        if (!common.json) {
            out.println();
            out.println("Done in " + Quantity.time(Duration.ofNanos(System.nanoTime() - start))
                    + "; everything that the demo made is removed. README.md shows the lines for your own project.");
        }
        return (verdict.isEqual() ? ExitCode.DONE : ExitCode.OUT_OF_SYNC).number();
    }

    private void delete(Path folder) {
        try (Stream<Path> below = Files.walk(folder)) {
            List<Path> paths = below.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            common.surroundings().err().println("devsync: " + folder + " stays behind: " + e.getMessage());
        }
    }
}
