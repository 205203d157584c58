package dev.devsync.report;

import dev.devsync.tree.PathProblem;
import java.util.List;

/// A path of the host that is selected and yet not synced: a pipe, a socket or a device, or something that cannot be
/// read. The target keeps what it has of what cannot be read.
///
/// @param path the path, safe to print
/// @param why what it is, or why it cannot be read
public record LeftOut(String path, String why) {

    public static List<LeftOut> of(List<PathProblem> problems) {
        return problems.stream()
                .map(problem -> new LeftOut(problem.path().display(), problem.detail()))
                .toList();
    }
}
