package dev.devsync.history;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A source folder that can vanish and come back. Where its files are meanwhile, the history goes on.
final class FaultySource {

    private final Path folder;
    private final Path aside;
    private final Path disk;
    private final HostPlace place;
    private final boolean mounted;
    private State state = State.THERE;

    private enum State {
        THERE,
        MOVED,
        EMPTIED,
        UNMOUNTED
    }

    /// @param parent where the folder is made, as `src`
    FaultySource(Path parent) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(parent.resolve("src"));
        this.aside = parent.resolve("aside");
        this.disk = parent.resolve("disk");
        this.place = new HostPlace(folder);
        this.mounted = Mount.isPossible();
        if (mounted) {
            Mount.on(Files.createDirectory(disk), folder);
        }
    }

    HostPlace place() {
        return place;
    }

    boolean isThere() {
        return state == State.THERE;
    }

    /// The folder as such, with all in it. A mount cannot be moved, but what is on it can.
    void moveAway() throws IOException, InterruptedException {
        state = State.MOVED;
        if (mounted) {
            Mount.off(folder);
            Files.delete(folder);
            place.movedTo(disk);
        } else {
            Files.move(folder, aside);
            place.movedTo(aside);
        }
    }

    void empty() throws IOException {
        state = State.EMPTIED;
        Files.createDirectory(aside);
        moveAll(files(), aside);
        place.movedTo(aside);
    }

    void unmount() throws IOException, InterruptedException {
        state = State.UNMOUNTED;
        Mount.off(folder);
        place.movedTo(disk);
    }

    void bringBack() throws IOException, InterruptedException {
        switch (state) {
            case THERE -> {}
            case MOVED -> {
                if (mounted) {
                    Files.createDirectory(folder);
                    Mount.on(disk, folder);
                } else {
                    Files.move(aside, folder);
                }
            }
            case EMPTIED -> {
                moveAll(aside, files());
                Files.delete(aside);
            }
            case UNMOUNTED -> Mount.on(disk, folder);
        }
        place.movedTo(folder);
        state = State.THERE;
    }

    /// No rename leads out of a mount, even if the same file system is on the other side.
    private Path files() {
        return mounted ? disk : folder;
    }

    private static void moveAll(Path from, Path to) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(from)) {
            for (Path child : children) {
                Files.move(child, to.resolve(child.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    void close() throws IOException, InterruptedException {
        bringBack();
        if (mounted) {
            Mount.off(folder);
        }
    }
}
