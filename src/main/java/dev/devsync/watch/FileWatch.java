package dev.devsync.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells when some of a few files, which may lie anywhere and need not be there, have changed.
///
/// It looks at them instead of having the system tell: that works on every file system and for folders that
/// are yet to come. Nothing is told of a file that is just being saved: it must be the same in two looks.
public final class FileWatch implements AutoCloseable {

    /// How long a file must stay as it is.
    private static final Duration SETTLED = Duration.ofMillis(200);

    /// After so many looks a file that never comes to rest is told as well.
    private static final int MOST_LOOKS = 25;

    private record Stamp(long size, FileTime time, @Nullable Object key) {}

    private final Duration every;
    private final Consumer<Set<Path>> listener;
    private final Thread thread;
    private Set<Path> files;
    private Map<Path, Stamp> known;
    private volatile boolean closed;

    private FileWatch(Collection<Path> files, Duration every, Consumer<Set<Path>> listener) {
        this.every = every;
        this.listener = listener;
        this.files = Set.copyOf(files);
        this.known = stamps(files);
        // Not a virtual one: each time the threads that carry it would be woken as well.
        this.thread = Thread.ofPlatform().daemon().name("devsync-files").unstarted(this::run);
    }

    /// Begins to watch.
    ///
    /// @param every how often to look; once a second takes 0.03 % of a core
    /// @param listener told which files have changed, come or gone, one time after the other
    public static FileWatch of(Collection<Path> files, Duration every, Consumer<Set<Path>> listener) {
        FileWatch watch = new FileWatch(files, every, listener);
        watch.thread.start();
        return watch;
    }

    /// Watches other files from now on.
    public synchronized void watch(Collection<Path> others) {
        Map<Path, Stamp> now = stamps(others);
        files.forEach(
                file -> { // what was changed meanwhile is still to be told
                    now.remove(file);
                    if (known.containsKey(file) && others.contains(file)) {
                        now.put(file, known.get(file));
                    }
                });
        files = Set.copyOf(others);
        known = now;
    }

    private void run() {
        try {
            while (!closed) {
                Thread.sleep(every);
                Set<Path> changed = look();
                if (!changed.isEmpty() && !closed) {
                    listener.accept(changed);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    private Set<Path> look() throws InterruptedException {
        Set<Path> watched;
        Map<Path, Stamp> before;
        synchronized (this) {
            watched = files;
            before = known;
        }
        Map<Path, Stamp> now = stamps(watched);
        if (now.equals(before)) {
            return Set.of();
        }
        for (int i = 0; i < MOST_LOOKS; i++) {
            Thread.sleep(SETTLED);
            Map<Path, Stamp> later = stamps(watched);
            boolean settled = later.equals(now);
            now = later;
            if (settled) {
                break;
            }
        }
        Set<Path> changed = new TreeSet<>();
        for (Path file : watched) {
            Stamp stamp = now.get(file);
            if (stamp == null ? before.containsKey(file) : !stamp.equals(before.get(file))) {
                changed.add(file);
            }
        }
        synchronized (this) {
            known = now;
        }
        return changed;
    }

    /// Of those that are there.
    private static Map<Path, Stamp> stamps(Collection<Path> files) {
        Map<Path, Stamp> stamps = new TreeMap<>();
        for (Path file : files) {
            try {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.put(file, new Stamp(found.size(), found.lastModifiedTime(), found.fileKey()));
            } catch (IOException _) {
                // not there, or out of reach, which to whoever reads it is the same
            }
        }
        return stamps;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
