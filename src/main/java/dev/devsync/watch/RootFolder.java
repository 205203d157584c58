package dev.devsync.watch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The folder that a source was given. It may be a link, and it may go, or be replaced, at any time without an event:
/// the system watches what is at a path, not the path.
final class RootFolder {

    enum Condition {
        SAME,
        /// Another folder is there now.
        REPLACED,
        GONE
    }

    private final Path given;
    private @Nullable Object key;

    RootFolder(Path given) {
        this.given = given.toAbsolutePath();
    }

    /// Finds the folder and remembers which it is.
    ///
    /// @return its path without links; empty if it is not there
    Optional<Path> find() {
        try {
            Path real = given.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            key = attributes.fileKey();
            return attributes.isDirectory() ? Optional.of(real) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Whether it is still the folder that was found. Where the system gives folders no identity (Windows) a
    /// replacement is not noticed.
    Condition condition() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(given, BasicFileAttributes.class);
            if (!attributes.isDirectory()) {
                return Condition.GONE;
            }
            return Objects.equals(key, attributes.fileKey()) ? Condition.SAME : Condition.REPLACED;
        } catch (IOException _) {
            return Condition.GONE;
        }
    }

    /// Whether there is nothing at all in it, ignored or not: as when a volume is not mounted.
    boolean isBare() {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(given)) {
            return !children.iterator().hasNext();
        } catch (IOException _) {
            return true;
        }
    }
}
