package dev.devsync.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What was asked for on the command line.
///
/// @param pace how often each thing is measured
/// @param purpose what is done with the figures
/// @param docs the folder with README.md and docs/ to write to; empty to print only
record Options(
        Pace pace,
        Purpose purpose,
        List<Workload> workloads,
        List<Part> parts,
        List<Contender> contenders,
        Optional<Path> docs) {

    enum Pace {
        WHOLE,
        QUICK
    }

    enum Purpose {
        FIGURES,
        CHECK
    }

    private static final List<Contender> ALL = Stream.<Contender>concat(
                    Stream.of(Watching.values()), Stream.of(Copying.values()))
            .toList();

    /// @param args `--quick`, `--check`, `--docs=FOLDER`; names of workloads, parts and contenders, for only
    ///     these
    static Options parse(String[] args) {
        Pace pace = Pace.WHOLE;
        Purpose purpose = Purpose.FIGURES;
        Optional<Path> docs = Optional.empty();
        List<Workload> workloads = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        List<Contender> contenders = new ArrayList<>();
        for (String arg : args) {
            if (arg.equals("--quick")) {
                pace = Pace.QUICK;
            } else if (arg.equals("--check")) {
                purpose = Purpose.CHECK;
            } else if (arg.startsWith("--docs=")) {
                docs = Optional.of(Path.of(arg.substring("--docs=".length())));
            } else if (Stream.of(Workload.values()).anyMatch(each -> each.name().equals(arg))) {
                workloads.add(Workload.valueOf(arg));
            } else if (Stream.of(Part.values()).anyMatch(each -> each.name().equals(arg))) {
                parts.add(Part.valueOf(arg));
            } else {
                contenders.add(contender(arg));
            }
        }
        if (workloads.isEmpty() && parts.isEmpty()) {
            workloads.addAll(purpose == Purpose.CHECK ? Margin.workloads() : List.of(Workload.values()));
            parts.addAll(purpose == Purpose.CHECK ? List.of() : List.of(Part.values()));
        }
        if (contenders.isEmpty()) {
            contenders.addAll(purpose == Purpose.CHECK ? Margin.contenders() : ALL);
        }
        return new Options(pace, purpose, workloads, parts, contenders, docs);
    }

    private static Contender contender(String name) {
        return ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not known: " + name + "; there are "
                        + List.of(Workload.values()) + ", " + List.of(Part.values()) + ", " + ALL));
    }

    Rounds rounds(Workload workload) {
        return pace == Pace.QUICK ? workload.fewRounds() : workload.rounds();
    }
}
