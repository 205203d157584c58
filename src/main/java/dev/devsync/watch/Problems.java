package dev.devsync.watch;

import dev.devsync.tree.Entry;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Remembers which problems were told, so that each is told once, and told again only after it was gone.
final class Problems {

    private final TreeMap<RelativePath, PathProblem> known = new TreeMap<>();
    private final Source.Listener listener;
    private volatile List<PathProblem> current = List.of();

    Problems(Source.Listener listener) {
        this.listener = listener;
    }

    /// All that there are, by path. For any thread.
    List<PathProblem> current() {
        return current;
    }

    /// Paths of which nobody can tell what is there, with all below them.
    List<RelativePath> unreadable() {
        return known.values().stream()
                .filter(problem -> problem.kind() == PathProblem.Kind.UNREADABLE)
                .map(PathProblem::path)
                .toList();
    }

    boolean hasUnreadable() {
        return known.values().stream().anyMatch(problem -> problem.kind() == PathProblem.Kind.UNREADABLE);
    }

    boolean knowsAt(RelativePath path) {
        return known.containsKey(path);
    }

    /// Whether a folder that could not be read can be read now. It has no watch then: the system refused one.
    boolean opensAFolder(Findings findings, Tree now) {
        return known.values().stream()
                .filter(problem -> problem.kind() == PathProblem.Kind.UNREADABLE)
                .filter(problem -> findings.problems().stream()
                        .noneMatch(again -> again.path().equals(problem.path())))
                .anyMatch(problem ->
                        findings.covers(problem.path()) && now.get(problem.path()) instanceof Entry.Directory);
    }

    void update(Findings findings) {
        List<RelativePath> stale = new ArrayList<>();
        for (RelativePath path : known.keySet()) {
            if (findings.covers(path)) {
                stale.add(path);
            }
        }
        for (PathProblem problem : findings.problems()) {
            stale.remove(problem.path());
            if (!problem.equals(known.put(problem.path(), problem))) {
                listener.onProblem(problem);
            }
        }
        for (RelativePath path : stale) {
            known.remove(path);
            listener.onProblemGone(path);
        }
        current = List.copyOf(known.values());
    }
}
