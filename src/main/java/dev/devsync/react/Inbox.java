package dev.devsync.react;

import dev.devsync.tree.RelativePath;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What there is to react to: filled by other threads, emptied by the reactor's once it is quiet.
final class Inbox {

    /// Steady changes put a reaction off for no longer than so many quiet times.
    private static final int LONGEST_WAIT = 20;

    /// How long to wait where nothing is planned: whatever arrives ends it.
    static final Duration IDLE = Duration.ofMinutes(10);

    /// What is taken out at once, to be worked on together.
    ///
    /// @param firstStart why the app is started though nobody has changed anything, for people
    /// @param occasion whether this is the target's first start, one after devsync's own restart, or a later change
    record Work(
            @Nullable String firstStart,
            Planner.Occasion occasion,
            @Nullable Changes changes,
            @Nullable Asked asked) {}

    /// What somebody wants.
    record Asked(Reactor.Request what, Instant at) {}

    private final Duration quiet;

    // Guarded by this.
    private @Nullable Changes pending;
    private @Nullable Asked request;
    private @Nullable String firstStart;
    private Planner.Occasion arrival = Planner.Occasion.ARRIVAL;
    private String version = "";
    private boolean begun;
    private boolean busy;
    private boolean building;
    private boolean closed;

    /// @param quiet how long nothing may change before it is reacted to
    Inbox(Duration quiet) {
        this.quiet = quiet;
    }

    /// As [Reactor#caughtUp].
    synchronized void caughtUp(
            Collection<RelativePath> paths, Instant seen, String version, Planner.Occasion occasion) {
        if (!begun) {
            begun = true;
            arrival = occasion;
            busy = true; // before this thread goes on: others wait until it is not
            firstStart = "the app is started";
        }
        if (!paths.isEmpty()) {
            add(paths, seen, version);
        }
        this.version = version;
        notifyAll();
    }

    /// As [Reactor#changed].
    synchronized void changed(Collection<RelativePath> paths, Instant seen, String version) {
        arrival = Planner.Occasion.CHANGE; // it may be planned together with what the target lacked at first
        add(paths, seen, version);
    }

    private void add(Collection<RelativePath> paths, Instant seen, String version) {
        Instant now = Instant.now();
        Changes newer = new Changes(new LinkedHashSet<>(paths), seen, now, Duration.between(seen, now), version);
        this.version = version;
        pending = pending == null ? newer : pending.and(newer);
        busy = true;
        notifyAll();
    }

    /// As [Reactor#ask].
    synchronized void ask(Asked asked) {
        if (building && asked.what() == Reactor.Request.RESTART) {
            return;
        }
        request = asked;
        busy = true;
        notifyAll();
    }

    /// The app has to be started again though nothing has changed.
    synchronized void startAgain(String because) {
        firstStart = because;
    }

    /// Whether a build is under way: what it builds is started then anyway.
    synchronized void building(boolean underWay) {
        building = underWay;
    }

    /// Something that [#await] looks at has changed.
    synchronized void wake() {
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /// Whether the target has had everything once.
    synchronized boolean hasBegun() {
        return begun;
    }

    /// Whether something is being done or is about to be.
    synchronized boolean isBusy() {
        return busy;
    }

    /// Whether something newer than what was taken has arrived.
    synchronized boolean isOutdated() {
        return pending != null || request != null || closed;
    }

    /// What was taken is done.
    synchronized void done() {
        busy = pending != null || request != null;
    }

    /// No changes, of what the target has now.
    ///
    /// @param at when something was asked for instead
    synchronized Changes nothing(Instant at) {
        return new Changes(Set.of(), at, Instant.now(), Duration.ZERO, version);
    }

    /// Waits until there is something to do and it is quiet.
    ///
    /// @param app how long until the app itself needs something; zero at once, [#IDLE] if nothing is planned. Asked
    ///     again after [#wake]
    /// @return false when closed
    synchronized boolean await(Supplier<Duration> app) throws InterruptedException {
        while (!closed) {
            Duration wait = begun ? timeLeft(app.get()) : IDLE;
            if (!wait.isPositive()) {
                busy = true;
                return true;
            }
            busy = pending != null || request != null;
            wait(Math.ceilDiv(wait.toNanos(), 1_000_000));
        }
        return false;
    }

    private Duration timeLeft(Duration app) {
        if (request != null || firstStart != null) {
            return Duration.ZERO;
        }
        if (pending == null) {
            return app;
        }
        Instant settled = pending.arrived().plus(quiet);
        Instant latest = pending.seen().plus(quiet.multipliedBy(LONGEST_WAIT));
        Duration untilQuiet = Duration.between(Instant.now(), settled.isBefore(latest) ? settled : latest);
        return app.compareTo(untilQuiet) < 0 ? app : untilQuiet;
    }

    /// Takes everything out.
    synchronized Work take() {
        Work work = new Work(firstStart, arrival, pending, request);
        firstStart = null;
        pending = null;
        request = null;
        return work;
    }

    /// Waits for a time, or until it is closed.
    synchronized void pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toMillis(); left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }
}
