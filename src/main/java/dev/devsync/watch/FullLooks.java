package dev.devsync.watch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Lets any thread wait for a look at everything that began after it asked.
///
/// Requests are numbered. The source's thread notes the newest number before it looks, so a look that was already
/// under way when somebody asked never counts for them.
final class FullLooks {

    private final WaitingRoom room = new WaitingRoom();
    private final AtomicLong asked = new AtomicLong();
    private volatile long begun;
    private volatile long done;

    /// @return what to [#await]
    long ask() {
        return asked.incrementAndGet();
    }

    /// The newest request.
    long asked() {
        return asked.get();
    }

    /// The newest request that a look was made for.
    long begun() {
        return begun;
    }

    /// Whether somebody waits.
    boolean isWanted() {
        return asked.get() > done;
    }

    /// Everything was looked at for this request and those before it; some paths may be held back yet.
    void begin(long request) {
        begun = request;
    }

    /// Nothing is held back.
    void end() {
        room.change(() -> done = begun);
    }

    /// @return whether the request was served; false when the limit was over first or the source was closed
    boolean await(long request, Duration limit) throws InterruptedException {
        return room.await(() -> done >= request, limit);
    }

    /// Ends all waiting.
    void close() {
        room.close();
    }
}
