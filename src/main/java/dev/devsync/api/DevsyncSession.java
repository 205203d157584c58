package dev.devsync.api;

import dev.devsync.session.Session;
import dev.devsync.session.Standing;
import java.time.Duration;
import java.util.List;

/// A folder that is watched and a container that is kept equal to it, until this is closed.
///
/// A container that restarts catches up by itself; one that is recreated has another id and is not found again. All
/// methods may be called by any thread.
public final class DevsyncSession implements AutoCloseable {

    private final ContainerSync sync;
    private final Session session;
    private final Told told;

    DevsyncSession(ContainerSync sync, Session session, Told told) {
        this.sync = sync;
        this.session = session;
        this.told = told;
    }

    /// Waits until the container has everything that is in the folder now. Whatever was edited before the call is
    /// included, whether the system has told of it yet or not: the whole folder is looked at once. What is edited
    /// while this waits may be included.
    ///
    /// The container may hold more, or something else where a program there has changed a file since; [#verify()]
    /// tells.
    ///
    /// @param limit the longest wait
    /// @throws DevsyncException.NotInTime if the limit was over first; the message says what is missing
    /// @throws DevsyncException.Halted if the folder has vanished or was emptied, or too much would be deleted
    /// @throws InterruptedException if interrupted; syncing goes on
    public void awaitInSync(Duration limit) throws InterruptedException {
        switch (session.awaitInSync(limit)) {
            case Standing.InSync _ -> {}
            case Standing.Halted(String why) -> throw new DevsyncException.Halted(why);
            case Standing.Late(String why) ->
                throw new DevsyncException.NotInTime(
                        "not in sync after " + limit.toMillis() + " ms: " + why, told.advice());
        }
    }

    /// As [ContainerSync#verify()]. It disturbs no sync, and waits for none: call [#awaitInSync] first.
    public List<Difference> verify() {
        return sync.verify();
    }

    /// Ends watching and syncing. What is in the container stays.
    @Override
    public void close() {
        session.close();
    }
}
