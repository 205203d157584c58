package dev.devsync.watch;

import dev.devsync.select.Selector;
import dev.devsync.tree.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Keeps a source's watch, knows which folders it does not reach, and tells once when the system does not let
/// us watch. Belongs to the source's thread.
final class WatchKeeper {

    /// How often to try whether the system tells again.
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final Watch.Opener opener;
    private final Inbox inbox;
    private final Source.Listener listener;
    private final Alarm retry = new Alarm(RETRY, System::nanoTime);
    private final SortedSet<RelativePath> unwatched = new TreeSet<>();
    private @Nullable Watch watch;
    private OptionalLong limit = OptionalLong.empty();
    private boolean troubled;

    WatchKeeper(Watch.Opener opener, Inbox inbox, Source.Listener listener) {
        this.opener = opener;
        this.inbox = inbox;
        this.listener = listener;
    }

    /// Starts to watch.
    ///
    /// @return whether the system lets us; if not, nothing is watched
    boolean open(HostPaths paths, Selector selector, Watch.Walk walk) {
        try {
            watch = opener.open(paths, selector, inbox, walk);
        } catch (IOException e) {
            retry.reset();
            tell(WatchTrouble.of(paths, e));
            return false;
        }
        noteUnwatched(paths);
        if (troubled && unwatched.isEmpty()) {
            troubled = false;
            listener.onWatchRestored();
        }
        return true;
    }

    /// Takes word of folders for which the system had no watch left.
    void noteUnwatched(HostPaths paths) {
        unwatched.addAll(inbox.takeUnwatched());
        if (!unwatched.isEmpty() && !troubled) {
            limit = InotifyLimit.WATCHES.value();
            tell(WatchTrouble.ofSome(paths, unwatched.size()));
        }
    }

    private void tell(WatchTrouble trouble) {
        if (!troubled) {
            troubled = true;
            listener.onWatchTrouble(trouble.message(), trouble.advice());
        }
    }

    boolean hasUnwatched() {
        return !unwatched.isEmpty();
    }

    /// The folders that have to be looked at because no watch reaches them.
    List<RelativePath> unwatched(HostPaths paths) {
        unwatched.removeIf(folder -> !Files.isDirectory(paths.resolve(folder), LinkOption.NOFOLLOW_LINKS));
        return List.copyOf(unwatched);
    }

    /// Whether it is time to try again.
    boolean retryIsDue() {
        return retry.rings();
    }

    /// Nanoseconds.
    long untilRetry() {
        return retry.untilNext();
    }

    /// Whether the system may have more watches for us than when it had none left.
    boolean limitHasChanged() {
        return !InotifyLimit.WATCHES.value().equals(limit);
    }

    void close() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
        inbox.takeUnwatched();
        unwatched.clear();
    }
}
