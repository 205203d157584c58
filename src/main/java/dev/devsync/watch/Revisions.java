package dev.devsync.watch;

import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Hands the newest state of a source to whoever waits for it.
final class Revisions {

    private final WaitingRoom room = new WaitingRoom();
    private volatile Source.State current =
            new Source.State(Tree.EMPTY, 0, Instant.EPOCH, Source.Status.MISSING, List.of());

    Source.State current() {
        return current;
    }

    void publish(Tree tree, Source.Status status, List<RelativePath> unreadable) {
        room.change(() -> current = new Source.State(tree, current.revision() + 1, Instant.now(), status, unreadable));
    }

    Source.State awaitNewer(long revision, Duration limit) throws InterruptedException {
        room.await(() -> current.revision() > revision, limit);
        return current;
    }

    /// Ends all waiting.
    void close() {
        room.close();
    }
}
