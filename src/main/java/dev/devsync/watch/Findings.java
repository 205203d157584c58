package dev.devsync.watch;

import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import java.util.ArrayList;
import java.util.List;

/// What looks at the file system brought up besides a tree.
final class Findings {

    private final List<PathProblem> problems = new ArrayList<>();
    private final List<RelativePath> covered = new ArrayList<>();
    private final List<RelativePath> unfinished = new ArrayList<>();
    private boolean absence;

    void problem(PathProblem problem) {
        problems.add(problem);
    }

    /// The path was looked at with all below it.
    void covered(RelativePath path) {
        covered.add(path);
    }

    /// The path was taken as it is, although it is still changing.
    void unfinished(RelativePath path) {
        unfinished.add(path);
    }

    /// Nothing was at a path that was asked for.
    void absent() {
        absence = true;
    }

    /// Whether anything that was asked for was not there: the root itself may have been away at that moment.
    boolean hasAbsence() {
        return absence;
    }

    List<PathProblem> problems() {
        return problems;
    }

    List<RelativePath> unfinished() {
        return unfinished;
    }

    /// Whether the path lies in what was looked at last. Who goes through sorted paths needs no older ones.
    boolean lastCovers(RelativePath path) {
        return !covered.isEmpty() && path.isWithin(covered.getLast());
    }

    boolean covers(RelativePath path) {
        return covered.stream().anyMatch(path::isWithin);
    }
}
