package dev.devsync.watch;

import dev.devsync.select.Selector;
import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryChangeEvent.EventType;
import io.methvin.watcher.DirectoryChangeListener;
import io.methvin.watcher.DirectoryWatcher;
import io.methvin.watcher.hashing.FileHasher;
import io.methvin.watcher.visitor.FileTreeVisitor;
import io.methvin.watchservice.MacOSXListeningWatchService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The system's own notification (inotify, FSEvents, ReadDirectoryChangesW) by way of directory-watcher 0.19.1.
final class SystemWatch implements Watch {

    private static final Logger LOG = LoggerFactory.getLogger(SystemWatch.class);

    private static final boolean MAC =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");

    /// Seconds for which FSEvents gathers before it tells; its default is half a second.
    private static final double MAC_LATENCY = 0.05;

    static {
        // How many events the JDK keeps per folder before it says OVERFLOW; its 512 are too few for a checkout. The
        // JDK reads this once, when the first folder is registered.
        String property = "jdk.nio.file.WatchService.maxEventsPerPoll";
        if (System.getProperty(property) == null) {
            System.setProperty(property, "65536");
        }
    }

    private final DirectoryWatcher watcher;
    private volatile boolean closed;

    private SystemWatch(HostPaths paths, SelectedFolders folders, Sink sink) throws IOException {
        this.watcher = DirectoryWatcher.builder()
                .path(paths.root())
                .watchService(service(folders))
                .fileHasher(null) // the default reads every file; by time alone it would hide a chmod
                .fileTreeVisitor(folders)
                .listener(new Ear(paths, sink))
                .build();
    }

    /// As [Watch.Opener#open].
    static Watch open(HostPaths paths, Selector selector, Sink sink, Walk walk) throws IOException {
        SelectedFolders.Show show = MAC ? SelectedFolders.Show.EVERYTHING : SelectedFolders.Show.FOLDERS;
        SelectedFolders folders = new SelectedFolders(paths, selector, show, walk, sink::unwatched);
        SystemWatch watch = new SystemWatch(paths, folders, sink);
        watch.start(sink, "devsync-watch-" + paths.root().getFileName());
        return watch;
    }

    private void start(Sink sink, String thread) throws IOException {
        // Registers every folder before it returns; the executor runs only the loop that waits for events.
        CompletableFuture<Void> loop = watcher.watchAsync(
                task -> Thread.ofPlatform().daemon().name(thread).start(task));
        if (loop.isCompletedExceptionally()) {
            close();
            throw cause(loop);
        }
        var _ = loop.handle((_, error) -> {
            if (!closed) {
                sink.lost(error == null ? "the watch ended" : "the watch ended: " + error);
            }
            return true;
        });
    }

    private static IOException cause(CompletableFuture<?> failed) {
        return switch (failed.exceptionNow()) {
            case UncheckedIOException e -> Objects.requireNonNull(e.getCause());
            case IOException e -> e;
            case Throwable e -> new IOException(e);
        };
    }

    private static WatchService service(SelectedFolders folders) throws IOException {
        if (!MAC) {
            return FileSystems.getDefault().newWatchService();
        }
        return new MacOSXListeningWatchService(new MacOSXListeningWatchService.Config() {
            @Override
            public double latency() {
                return MAC_LATENCY;
            }

            @Override
            public @Nullable FileHasher fileHasher() {
                return null;
            }

            @Override
            public FileTreeVisitor fileTreeVisitor() {
                return folders;
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        try {
            watcher.close();
        } catch (IOException e) {
            LOG.debug("closing a watch", e);
        }
    }

    /// Passes on where something happened. It runs between the system and everything else, so it does nothing more.
    private final class Ear implements DirectoryChangeListener {
        private final HostPaths paths;
        private final Sink sink;

        Ear(HostPaths paths, Sink sink) {
            this.paths = paths;
            this.sink = sink;
        }

        @Override
        public void onEvent(DirectoryChangeEvent event) {
            Path path = event.path();
            if (event.eventType() == EventType.OVERFLOW || path == null) {
                onException(new IllegalStateException("overflow"));
                return;
            }
            // On macOS one event may stand for more than it names.
            boolean alone = event.eventType() == EventType.MODIFY && !MAC;
            sink.dirty(paths.relative(path), alone ? Depth.SHALLOW : Depth.DEEP);
        }

        /// On Linux an overflow arrives here, as a NullPointerException of the library's own (0.19.1).
        @Override
        public void onException(Exception e) {
            LOG.debug("the watch lost events", e);
            if (!closed) {
                sink.lost("the system lost file events");
            }
        }

        @Override
        public boolean isWatching() {
            return !closed;
        }
    }
}
