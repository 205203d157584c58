package dev.devsync.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// `make bench`: devsync beside what users would take instead, on the same work, in one run.
///
/// Contenders take turns within each workload, so that what drifts on the machine drifts for all; each has a container
/// of its own. What is timed begins with the last write on the host and ends when a program in the container has seen
/// it ([Witness]).
public final class Bench {

    private final Lab lab;
    private final Options options;
    private final PrintStream out;

    /// What was asked for.
    ///
    /// @param quick few rounds, for a first look
    /// @param page where to write the page; empty to print only
    private record Options(boolean quick, List<Workload> workloads, List<Contender> contenders, Optional<Path> page) {
        private static final List<Contender> ALL = Stream.<Contender>concat(
                        Stream.of(Watching.values()), Stream.of(Copying.values()))
                .toList();

        static Options parse(String[] args) {
            boolean quick = false;
            Optional<Path> page = Optional.empty();
            List<Workload> workloads = new ArrayList<>();
            List<Contender> contenders = new ArrayList<>();
            for (String arg : args) {
                if (arg.equals("--quick")) {
                    quick = true;
                } else if (arg.startsWith("--page=")) {
                    page = Optional.of(Path.of(arg.substring("--page=".length())));
                } else if (Stream.of(Workload.values())
                        .anyMatch(each -> each.name().equals(arg))) {
                    workloads.add(Workload.valueOf(arg));
                } else {
                    contenders.add(ALL.stream()
                            .filter(each -> each.name().equals(arg))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("not known: " + arg + "; there are "
                                    + List.of(Workload.values()) + " and " + ALL)));
                }
            }
            return new Options(
                    quick,
                    workloads.isEmpty() ? List.of(Workload.values()) : workloads,
                    contenders.isEmpty() ? ALL : contenders,
                    page);
        }

        int times(Workload workload) {
            return quick ? Math.max(1, workload.times() / 6) : workload.times();
        }
    }

    private Bench(Lab lab, Options options, PrintStream out) {
        this.lab = lab;
        this.options = options;
        this.out = out;
    }

    /// @param args `--quick`, `--page=FILE`, and names of workloads and contenders, for only these
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("devsync-bench-").toRealPath();
        boolean done;
        try (Engine engine = Engine.connect(TestEngine.address())) {
            Lab lab = new Lab(
                    engine,
                    Objects.requireNonNullElse(System.getenv("DEVSYNC_TEST_DOCKER"), "docker"),
                    Path.of(Objects.requireNonNull(System.getenv("DEVSYNC_BENCH_DEVSYNC"), "DEVSYNC_BENCH_DEVSYNC")),
                    Objects.requireNonNullElse(System.getenv("DEVSYNC_BENCH_IMAGE"), "devsync-test/debian:latest"),
                    folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> removeContainers(lab), "devsync-bench-remover"));
            done = new Bench(lab, Options.parse(args), System.out).run();
        } finally {
            SourceTree.delete(folder);
        }
        System.exit(done ? 0 : 1);
    }

    private boolean run() throws Exception {
        Page page = new Page(lab.engine().version().toString(), Machine.describe(), lab.image());
        List<Contender> present = present(page);
        boolean whole = true;
        for (Workload workload : options.workloads()) {
            Map<Contender, Figures> row = new LinkedHashMap<>();
            for (Contender contender : present) {
                whole &= measure(workload, contender, row, page);
            }
            out.println(page.add(workload, row));
        }
        out.println("at rest, 20,000 files in sync");
        Rest.measure(lab, present, page);
        out.println(page.rest());
        if (options.page().isPresent()) {
            Files.writeString(options.page().get(), page.text(), UTF_8);
        }
        return whole;
    }

    private List<Contender> present(Page page) throws InterruptedException {
        List<Contender> present = new ArrayList<>();
        for (Contender contender : options.contenders()) {
            Optional<String> missing = contender.missing(lab);
            if (missing.isPresent()) {
                page.missing(contender, missing.get());
                out.println(contender.title() + " is left out: " + missing.get());
            } else {
                present.add(contender);
            }
        }
        return present;
    }

    private boolean measure(Workload workload, Contender contender, Map<Contender, Figures> row, Page page) {
        try (Bay bay = Bay.open(lab, contender)) {
            row.put(contender, workload.measure(bay, options.times(workload)));
            return true;
        } catch (Exception e) { // one that fails is told, and the others go on
            String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
            out.println(contender.title() + " failed at \"" + workload.title() + "\": " + why);
            page.failed(workload, contender, why);
            return false;
        }
    }

    private static void removeContainers(Lab lab) {
        try {
            lab.run(List.of(
                    "sh",
                    "-c",
                    "\"$1\" ps -aq --filter label=dev.devsync.bench=$2 | xargs -r \"$1\" rm -fv",
                    "remove",
                    lab.docker(),
                    Long.toString(ProcessHandle.current().pid())));
        } catch (IOException | InterruptedException e) {
            System.err.println("bench: containers may stay behind: " + e.getMessage());
        }
    }
}
