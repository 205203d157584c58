package dev.devsync.watch;

import dev.devsync.select.Selector;
import dev.devsync.select.Selector.Kind;
import dev.devsync.select.Selector.Verdict;
import dev.devsync.tree.RelativePath;
import io.methvin.watcher.visitor.FileTreeVisitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Leads the watcher through the folders that are not ignored.
///
/// directory-watcher 0.19.1 visits everything twice at the start: first for a set of folders that only tells its
/// listener which events are about one, and is of no use to us; then to register them. The second visit is made to
/// be our first scan.
final class SelectedFolders implements FileTreeVisitor {

    /// What the watcher is shown.
    enum Show {
        /// Enough where every folder is registered and new ones are scanned anyway.
        FOLDERS,
        /// Needed on macOS, where the watch service reports deletions only of files that it was shown.
        EVERYTHING
    }

    private final HostPaths paths;
    private final Selector selector;
    private final Show show;
    private final Watch.Walk walk;
    private final Consumer<RelativePath> unwatched;
    private int visitsOfTheRoot;

    /// @param unwatched told of folders for which the system has no watch left
    SelectedFolders(HostPaths paths, Selector selector, Show show, Watch.Walk walk, Consumer<RelativePath> unwatched) {
        this.paths = paths;
        this.selector = selector;
        this.show = show;
        this.walk = walk;
        this.unwatched = unwatched;
    }

    @Override
    public void recursiveVisitFiles(Path start, Callback onDirectory, Callback onFile) throws IOException {
        if (show == Show.EVERYTHING || !start.equals(paths.root())) {
            visit(start, onDirectory, onFile);
        } else if (visitsOfTheRoot++ > 0) {
            scan(onDirectory);
        }
    }

    private void scan(Callback onDirectory) throws IOException {
        try {
            walk.walk(folder -> {
                try {
                    register(folder, onDirectory);
                } catch (IOException e) {
                    if (!isTolerable(e)) {
                        throw new UncheckedIOException(e); // ends the scan, whereas trouble with one folder does not
                    }
                    throw e;
                }
            });
        } catch (IOException e) {
            tolerate(e);
        }
    }

    private void visit(Path start, Callback onDirectory, Callback onFile) throws IOException {
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (isLeftOut(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                try {
                    register(folder, onDirectory);
                } catch (IOException e) {
                    return tolerate(e);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (show == Show.EVERYTHING) {
                    onFile.call(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                return tolerate(e);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                return e == null ? FileVisitResult.CONTINUE : tolerate(e);
            }
        });
    }

    /// Without a watch for its root a source is not watched at all; without one for another folder all but that is.
    private void register(Path folder, Callback onDirectory) throws IOException {
        try {
            onDirectory.call(folder);
        } catch (IOException e) {
            if (!WatchTrouble.isWatchLimit(e) || folder.equals(paths.root())) {
                throw e;
            }
            unwatched.accept(paths.relative(folder));
        }
    }

    private boolean isLeftOut(Path folder) {
        RelativePath path = paths.relative(folder);
        return path.depth() > Scanner.DEEPEST
                || (!path.isRoot() && selector.decideWithParents(path, Kind.DIRECTORY) == Verdict.IGNORED);
    }

    /// What has vanished or may not be read need not be watched; anything else means that the watch is not whole.
    private static boolean isTolerable(IOException e) {
        return Stat.isGone(e) || e instanceof AccessDeniedException;
    }

    private static FileVisitResult tolerate(IOException e) throws IOException {
        if (isTolerable(e)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        throw e;
    }
}
