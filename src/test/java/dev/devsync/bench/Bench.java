package dev.devsync.bench;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// `make bench`: devsync beside what users would take instead, on the same work, in one run.
///
/// Contenders take turns within each workload, so that what drifts on the machine drifts for all; each has containers
/// of its own. What is timed begins with the last write on the host and ends when a program in the container has seen
/// it ([Witness]).
public final class Bench {

    /// When nothing new is begun any more, so that the whole run stays below 18 minutes.
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /// When only those go on that README shows.
    private static final Duration SCARCE = Duration.ofMinutes(10);

    private static final String NO_TIME = "No figure and no reason below: there was no time left for it.";

    private final Lab lab;
    private final Options options;
    private final PrintStream out;
    private final Results results = new Results();
    private final Instant start = Instant.now();

    private Bench(Lab lab, Options options, PrintStream out) {
        this.lab = lab;
        this.options = options;
        this.out = out;
    }

    /// @param args see [Options#parse]
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("devsync-bench-").toRealPath();
        boolean good;
        try (Engine engine = Engine.connect(TestEngine.address())) {
            Lab lab = Lab.of(engine, folder);
            Runtime.getRuntime().addShutdownHook(new Thread(lab::removeContainers, "devsync-bench-remover"));
            good = new Bench(lab, Options.parse(args), System.out).run();
        } finally {
            SourceTree.delete(folder);
        }
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws Exception {
        parts();
        rows();
        if (options.purpose() == Options.Purpose.CHECK) {
            return check();
        }
        Page page = new Page(
                lab.engine().version() + ", Debian containers, " + Machine.describe() + ", " + versions(), results);
        out.println(page.text());
        if (options.docs().isPresent()) {
            Path docs = options.docs().get();
            Markers.replace(docs.resolve("docs/benchmarks.md"), "bench", page.text());
            Markers.replace(docs.resolve("README.md"), "bench", page.summary());
        }
        return results.rows.values().stream().allMatch(row -> row.containsKey(Watching.DEVSYNC));
    }

    private void rows() throws Exception {
        List<Contender> present = present();
        for (Workload workload : options.workloads()) {
            Map<Contender, Figures> row = new LinkedHashMap<>();
            results.rows.put(workload, row);
            out.println(Figures.heading() + "\n  " + workload.title());
            for (Contender contender : present) {
                if (hasTimeFor(contender)) {
                    measure(workload, contender, row);
                } else if (!results.remarks.contains(NO_TIME)) {
                    results.remarks.add(NO_TIME);
                }
            }
        }
    }

    private boolean hasTimeFor(Contender contender) {
        Duration gone = Duration.between(start, Instant.now());
        return gone.compareTo(Page.SHORT_COLUMNS.contains(contender) ? LIMIT : SCARCE) < 0;
    }

    private void measure(Workload workload, Contender contender, Map<Contender, Figures> row) {
        Instant began = Instant.now();
        try (Bay bay = Bay.open(lab, contender, workload.replicas())) {
            Figures figures = workload.measure(bay, options.rounds(workload));
            bay.verify();
            row.put(contender, figures);
            out.printf(
                    "%s   %4d s%n",
                    figures.row("  " + contender.title()),
                    Duration.between(began, Instant.now()).toSeconds());
        } catch (Exception e) { // one that fails is told, and the others go on
            failed(contender.title() + " failed at \"" + workload.title() + "\"", e);
        }
    }

    private void failed(String what, Exception e) {
        String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
        out.println(what + ": " + why);
        results.remarks.add(what + ": " + why.lines().findFirst().orElse(""));
    }

    /// Each part may fail on its own.
    private void parts() throws Exception {
        List<Contender> present = present();
        for (Part part : options.parts()) {
            out.println(part.title());
            try {
                part.measure(lab, present, results);
            } catch (Exception e) { // the others go on
                failed("Measuring " + part.title() + " failed", e);
            }
        }
    }

    private boolean check() {
        List<Margin.Verdict> verdicts =
                Margin.ALL.stream().map(margin -> margin.verdict(results)).toList();
        verdicts.forEach(verdict -> out.println(verdict.outcome() + " " + verdict.text()));
        return verdicts.stream().anyMatch(verdict -> verdict.outcome() == Margin.Outcome.KEPT)
                && verdicts.stream().noneMatch(verdict -> verdict.outcome() == Margin.Outcome.BROKEN)
                && results.rows.values().stream().allMatch(row -> row.containsKey(Watching.DEVSYNC));
    }

    private List<Contender> present() throws InterruptedException {
        List<Contender> present = new ArrayList<>();
        for (Contender contender : options.contenders()) {
            Optional<String> missing = contender.missing(lab);
            if (missing.isPresent()) {
                String remark = contender.title() + ": " + missing.get() + ".";
                out.println("left out: " + remark);
                if (!results.remarks.contains(remark)) {
                    results.remarks.add(remark);
                }
            } else {
                present.add(contender);
            }
        }
        return present;
    }

    /// The peers' versions.
    private String versions() throws InterruptedException {
        List<String> all = new ArrayList<>();
        for (List<String> command : List.of(
                List.of(lab.docker(), "compose", "version"),
                List.of("rsync", "--version"),
                List.of("lsyncd", "--version"),
                List.of("unison", "-version"))) {
            try {
                all.add(lab.output(command)
                        .lines()
                        .findFirst()
                        .orElse("")
                        .replaceAll("\\s+", " ")
                        .replaceFirst("^Version:", "lsyncd") // it does not say its name
                        .strip());
            } catch (IOException _) {
                // it is not there, which is said elsewhere
            }
        }
        return String.join(", ", all);
    }
}
