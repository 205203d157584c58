package dev.devsync.session;

import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.report.TargetName;
import dev.devsync.target.Capabilities;
import dev.devsync.target.TargetException;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The problems of one target: tells each once when it comes and once when it goes, however often it is met.
final class ProblemBook {

    /// How long trouble must last that a container's end may be the cause of. Its processes die in any order,
    /// so that a tool of the agent's that was killed looks like a full disk; and the engine knows of the end
    /// a moment later.
    static final Duration PASSING = Duration.ofSeconds(2);

    private final TargetName name;
    private final Reporter reporter;
    private final InstantSource clock;
    private @Nullable Instant troubledSince;
    private final Map<RelativePath, PathProblem> open = new HashMap<>();
    private @Nullable String trouble;
    private @Nullable String transport;
    private long clockAhead;

    ProblemBook(TargetName name, Reporter reporter) {
        this(name, reporter, InstantSource.system());
    }

    ProblemBook(TargetName name, Reporter reporter, InstantSource clock) {
        this.name = name;
        this.reporter = reporter;
        this.clock = clock;
    }

    /// Tells what was learnt about a target, unless it is what was learnt before.
    void connected(Capabilities capabilities) {
        if (!capabilities.transport().equals(transport)) {
            transport = capabilities.transport();
            reporter.on(new Event.Connected(name, capabilities.transport(), capabilities.weaknesses()));
        }
        tellOfClock(capabilities.clockAheadSeconds());
    }

    private void tellOfClock(long ahead) {
        if (ahead == clockAhead) {
            return;
        }
        clockAhead = ahead;
        reporter.on(new Event.Note(
                name.toString(),
                ahead == 0
                        ? "its clock agrees with this machine's again, and so do the times of files"
                        : "its clock is " + Math.abs(ahead) + " s " + (ahead > 0 ? "ahead of" : "behind")
                                + " this machine's; files get their times by its clock, so that make and the like can"
                                + " compare them with what is built there"));
    }

    /// Takes the problems of the newest delta in place of those that were known.
    ///
    /// @param untried paths that were in trouble before and that the delta left out
    void found(List<PathProblem> problems, Set<RelativePath> untried) {
        Set<RelativePath> still = problems.stream().map(PathProblem::path).collect(Collectors.toSet());
        still.addAll(untried);
        for (PathProblem problem : problems) {
            PathProblem before = open.put(problem.path(), problem);
            if (!problem.equals(before)) {
                reporter.on(new Event.PathTrouble(name.toString(), problem));
            }
        }
        for (PathProblem old : List.copyOf(open.values())) {
            if (!still.contains(old.path())) {
                open.remove(old.path());
                if (old.kind() != PathProblem.Kind.CHANGING) {
                    reporter.on(new Event.PathRecovered(name.toString(), old.path()));
                }
            }
        }
    }

    void troubled(TargetException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
        Instant since = Objects.requireNonNullElseGet(troubledSince, clock::instant);
        troubledSince = since;
        boolean lasts = Duration.between(since, clock.instant()).compareTo(PASSING) >= 0;
        if (!lasts && mayBeItsEnd(e)) {
            trouble = Objects.requireNonNullElse(trouble, ""); // if it ends, that is told; if not, the next try tells
        } else if (!message.equals(trouble)) {
            reporter.on(new Event.Trouble(name.toString(), message, e.advice()));
            trouble = message;
        }
    }

    private static boolean mayBeItsEnd(TargetException e) {
        return switch (e) {
            case TargetException.Disconnected _, TargetException.NoSpace _ -> true;
            case TargetException.Absent _,
                    TargetException.Fenced _,
                    TargetException.NoAgent _,
                    TargetException.Refused _,
                    TargetException.Stale _ -> false;
        };
    }

    void recovered() {
        if (trouble != null && !trouble.isEmpty()) {
            reporter.on(new Event.Recovered(name.toString(), "connected and in sync"));
        }
        trouble = null;
        troubledSince = null;
    }

    @Nullable
    String first() {
        return open.isEmpty() ? null : open.values().iterator().next().toString();
    }
}
