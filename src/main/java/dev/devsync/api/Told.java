package dev.devsync.api;

import dev.devsync.report.DeltaSummary;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps of the events what results and exceptions are made of, and passes all on.
final class Told implements Reporter {

    static final String NO_CONTAINER = "Is it started, and in this engine? engine(…) names another one; what"
            + " Testcontainers has found is DockerClientFactory.instance().getTransportConfig().getDockerHost().";

    /// How many paths a message names; the exception has all.
    private static final int NAMED = 3;

    private final Reporter log;
    private final List<String> paths = new ArrayList<>();
    private Event.@Nullable CaughtUp caughtUp;
    private Event.@Nullable Halted halted;
    private Event.@Nullable Trouble trouble;

    Told(Reporter log) {
        this.log = log;
    }

    @Override
    public synchronized void on(Event event) {
        switch (event) {
            case Event.CaughtUp now -> {
                caughtUp = now;
                trouble = null;
            }
            case Event.PathTrouble path -> paths.add(path.problem().toString());
            case Event.Halted now -> halted = now;
            case Event.Trouble now -> trouble = now;
            default -> {}
        }
        log.on(event);
    }

    synchronized SyncResult result() {
        if (caughtUp == null) {
            throw new IllegalStateException("in sync, but nobody said so");
        }
        DeltaSummary sent = caughtUp.sent();
        return new SyncResult(caughtUp.files(), sent.written(), sent.deleted(), sent.bytes(), caughtUp.took());
    }

    synchronized DevsyncException incomplete() {
        if (paths.isEmpty() && trouble != null) {
            return new DevsyncException.Incomplete(trouble.message(), List.of(trouble.message()));
        }
        String more = paths.size() > NAMED ? " and " + (paths.size() - NAMED) + " more" : "";
        return new DevsyncException.Incomplete(
                "not everything could be synced: " + String.join("; ", paths.subList(0, Math.min(NAMED, paths.size())))
                        + more,
                paths);
    }

    synchronized DevsyncException halted() {
        return new DevsyncException.Halted(
                halted == null ? "the sync has halted" : halted.folder() + " " + halted.why());
    }

    synchronized DevsyncException unreachable() {
        if (trouble == null) {
            return new DevsyncException.ContainerUnreachable("the container cannot be synced to", NO_CONTAINER, null);
        }
        // A subject without a folder is the container that is not there.
        String advice = trouble.subject().contains(":") ? trouble.advice() : NO_CONTAINER;
        return new DevsyncException.ContainerUnreachable(trouble.subject() + ": " + trouble.message(), advice, null);
    }

    /// What was tried to mend last; may be empty.
    synchronized String advice() {
        return trouble == null ? "" : trouble.advice();
    }
}
