package dev.devsync.history;

import dev.devsync.report.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What one history is played on: a fresh source with a fresh target, and `devsync up` between them.
interface Stage extends AutoCloseable {

    HostPlace source();

    Site site();

    /// What `devsync status` says; nothing while no devsync runs or answers.
    Optional<Status> status() throws InterruptedException;

    /// The last of what devsync told.
    String told();

    /// Whether devsync says that the target has the newest revision, but for what it has said it cannot do.
    default boolean isSettled() throws InterruptedException {
        Optional<Status> status = status();
        return status.isPresent()
                && status.get().syncs().stream()
                        .allMatch(sync -> !sync.targets().isEmpty()
                                && sync.targets().stream()
                                        .allMatch(target -> target.phase().equals("in-sync")
                                                && target.revision() == sync.revision()));
    }

    /// Does some harm, if that can be done now.
    ///
    /// @return whether it was done
    default boolean inject(Fault fault) throws IOException, InterruptedException {
        throw new IllegalStateException("this stage knows no faults: " + fault);
    }

    /// Whether harm lasts that keeps the target from becoming equal.
    default boolean isHarmed() {
        return false;
    }

    /// Makes good what harm still lasts.
    default void heal() throws IOException, InterruptedException {}

    /// What was wrong apart from the target's content, since the last call: for people, a line each.
    default List<String> complaints() {
        return List.of();
    }

    /// Ends devsync.
    ///
    /// @return what is left that should not be
    default List<String> leftovers() throws IOException, InterruptedException {
        return List.of();
    }

    @Override
    void close() throws IOException;
}
