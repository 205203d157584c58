package dev.devsync.session;

import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.target.OriginException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Keeps services in step with the containers of one origin. Events are hints here too: each makes it list again.
final class ContainerFollower implements TargetOrigin.Listener, AutoCloseable {

    /// Looks again even if no hint came: a stream that lost one must not leave a container behind for ever.
    private static final Duration LOOK = Duration.ofSeconds(30);

    /// The same while the origin does not answer.
    private static final Duration LOST = Duration.ofSeconds(2);

    private final TargetOrigin origin;
    private final List<ServiceTargets> services;
    private final Reporter reporter;
    private final Semaphore hints = new Semaphore(1);
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean lost;
    private Optional<TargetOrigin.Hints> following = Optional.empty();

    /// @param origin open
    ContainerFollower(TargetOrigin origin, List<ServiceTargets> services, Reporter reporter) {
        this.origin = origin;
        this.services = services;
        this.reporter = reporter;
        this.thread = Thread.ofPlatform().name("devsync-containers").unstarted(this::run);
    }

    synchronized void start() {
        following = origin.follow(this);
        if (following.isPresent()) {
            thread.start();
        } else {
            services.forEach(this::settle); // one look is enough for ever
        }
    }

    private void run() {
        try {
            while (!closed) {
                Duration pause = lost ? LOST : LOOK;
                if (hints.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    hints.drainPermits();
                }
                services.forEach(this::settle);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    private void settle(ServiceTargets targets) {
        if (closed) {
            return;
        }
        try {
            TargetOrigin.Found found = origin.find(targets.service(), Targets.Reach.RUNNING);
            targets.settle(found.running(), found.absence());
            answered();
        } catch (OriginException e) {
            // The stream of hints tells that the origin is gone, and the next connection looks again.
            if (!lost && !closed) {
                reporter.on(new Event.Trouble(origin.place(), message(e), e.advice()));
                lost = true;
            }
        } catch (RuntimeException e) { // the thread's root
            reporter.on(new Event.Trouble(origin.place(), "an error of devsync's own: " + e, ""));
        }
    }

    private void answered() {
        if (lost) {
            lost = false;
            reporter.on(new Event.Recovered(origin.place(), "the " + origin.kind() + " answers again"));
        }
    }

    static String message(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    @Override
    public void onConnected() {
        answered();
        hints.release();
    }

    @Override
    public void onHint() {
        hints.release();
    }

    @Override
    public void onLost(String message, String advice) {
        if (!closed && !lost) {
            lost = true;
            reporter.on(new Event.Trouble(origin.place(), message, advice));
        }
        hints.release();
    }

    @Override
    public void onDeaf(String message, String advice) {
        if (!closed) {
            reporter.on(new Event.Trouble(origin.place(), message, advice));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        following.ifPresent(TargetOrigin.Hints::close);
        thread.interrupt();
    }
}
