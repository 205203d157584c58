package dev.devsync.config;

import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/// Finds syncs of one service that would undo each other's work.
final class TargetOverlaps {

    private final String service;
    private final Problems problems;

    TargetOverlaps(String service, Problems problems) {
        this.service = service;
        this.problems = problems;
    }

    void check(List<SyncReader.Placed> syncs) {
        for (int i = 0; i < syncs.size(); i++) {
            for (int j = 0; j < i; j++) {
                check(syncs.get(j), syncs.get(i));
            }
        }
    }

    private void check(SyncReader.Placed earlier, SyncReader.Placed later) {
        TargetPath first = earlier.sync().target();
        TargetPath second = later.sync().target();
        if (first.equals(second)) {
            problems.at(
                    later.target(),
                    "two syncs of %s have the target %s, the other in line %d"
                            .formatted(service, second, line(earlier.target())),
                    "give each a folder of its own");
        } else if (wouldDelete(earlier, later) || wouldDelete(later, earlier)) {
            TargetPath outer = second.isWithin(first) ? first : second;
            TargetPath inner = second.isWithin(first) ? second : first;
            problems.at(
                    later.target(),
                    "the target %s of %s lies in the target %s, which is a one-way-replica and would delete it"
                            .formatted(inner, service, outer),
                    "give each a folder of its own, or make the outer one one-way-safe");
        }
    }

    private static boolean wouldDelete(SyncReader.Placed outer, SyncReader.Placed inner) {
        return outer.sync().mode() == SyncMode.ONE_WAY_REPLICA
                && inner.sync().target().isWithin(outer.sync().target());
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(ConfigProblem.WHOLE_FILE);
    }
}
