package dev.devsync.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// What `make bench-check` holds: devsync against a peer in the same run. The margins are wide, half of what is usual
/// and less, so that a noisy machine does not fail and a regression that users would feel does.
///
/// @param least how many times as long as devsync the peer has to take
record Margin(Workload workload, Contender peer, double least) {

    static final List<Margin> ALL = List.of(
            new Margin(Workload.SAVE_IN_PLACE, Watching.COMPOSE_WATCH, 10),
            new Margin(Workload.SAVE_IN_PLACE, Copying.DOCKER_CP, 1.5),
            new Margin(Workload.SAVE_BY_RENAME, Watching.COMPOSE_WATCH, 10),
            new Margin(Workload.SAVE_BY_RENAME, Copying.TAR, 2),
            new Margin(Workload.SAVE_REPLICAS, Copying.TAR, 4),
            new Margin(Workload.BURST, Watching.COMPOSE_WATCH, 2),
            new Margin(Workload.CHECKOUT, Watching.COMPOSE_WATCH, 1.2),
            new Margin(Workload.RENAME, Copying.TAR, 0.5),
            new Margin(Workload.FIRST_FILL, Copying.TAR, 0.4),
            new Margin(Workload.RESTART, Watching.COMPOSE_WATCH, 2));

    static List<Workload> workloads() {
        return ALL.stream().map(Margin::workload).distinct().toList();
    }

    static List<Contender> contenders() {
        return Stream.concat(Stream.of(Watching.DEVSYNC), ALL.stream().map(Margin::peer))
                .distinct()
                .toList();
    }

    /// Whether it holds, in words.
    ///
    /// @return nothing if the peer was not measured
    Verdict verdict(Results results) {
        OptionalDouble ratio = results.ratio(workload, peer);
        String what = peer.title() + " / devsync, " + workload.title() + ": ";
        if (ratio.isEmpty()) {
            return new Verdict(Outcome.UNKNOWN, what + "not measured");
        }
        return new Verdict(
                ratio.getAsDouble() >= least ? Outcome.KEPT : Outcome.BROKEN,
                String.format(Locale.ROOT, "%s%.1f, at least %.1f", what, ratio.getAsDouble(), least));
    }

    enum Outcome {
        KEPT,
        BROKEN,
        UNKNOWN
    }

    record Verdict(Outcome outcome, String text) {}
}
