package dev.devsync.target.docker;

import dev.devsync.delta.HostFile;
import dev.devsync.delta.TarWriter;
import dev.devsync.target.Contents;
import dev.devsync.target.Progress;
import dev.devsync.target.TargetException;
import dev.devsync.tree.Change;
import dev.devsync.tree.Entry;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.Owner;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Sends changes as archives. An archive that the engine refuses is halved until the guilty path is found.
final class ArchiveDelivery {

    private static final MtimePrecision PRECISION = MtimePrecision.SECONDS;
    /// Up to this size a file is read before it is sent, so that one that changes meanwhile is not sent at all.
    private static final long READ_FIRST_BYTES = 16L * 1024 * 1024;
    /// Enough to find several guilty paths among thousands, little enough not to take minutes at 100 ms each.
    private static final int MOST_UPLOADS = 100;

    /// Where an archive is unpacked.
    private enum Place {
        /// In the root, as long as nothing speaks against it: a root that is gone is not made again by accident.
        ROOT,
        /// In `/`, with the root's path before each name.
        TOP
    }

    private final ArchiveAccess files;
    private final String root;
    private final Owner owner;
    private final Contents contents;
    private final Progress progress;
    private final Map<RelativePath, PathProblem> problems = new LinkedHashMap<>();
    private final List<Change> done = new ArrayList<>();
    private long filesSent;
    private long contentSent;
    private long bytesSent;
    private int uploads;

    ArchiveDelivery(ArchiveAccess files, String root, Owner owner, Contents contents, Progress progress) {
        this.files = files;
        this.root = root;
        this.owner = owner;
        this.contents = contents;
        this.progress = progress;
    }

    Collection<PathProblem> problems() {
        return problems.values();
    }

    /// The changes that happened.
    List<Change> done() {
        return done;
    }

    long bytesSent() {
        return bytesSent;
    }

    /// @param changes without deletions
    /// @throws TargetException.NoSpace if the file system is full
    void send(List<Change> changes) throws TargetException {
        send(changes, Place.ROOT);
    }

    /// Sends links that lead out of the root. From `/` no link leads out, so no engine refuses it there; what the
    /// link is, and where, is the same.
    ///
    /// @param top whether archives can be unpacked in `/`
    /// @throws TargetException.NoSpace if the file system is full
    void sendLinksOut(List<Change> links, Mount.Access top) throws TargetException {
        // With a read-only `/` 28.5 and 20.10 take nothing there, not even for a volume below it.
        send(links, top == Mount.Access.READ_WRITE ? Place.TOP : Place.ROOT);
    }

    private void send(List<Change> changes, Place place) throws TargetException {
        if (changes.isEmpty()) {
            return;
        }
        try {
            uploads++;
            List<Change> sent = new ArrayList<>();
            String prefix = place == Place.TOP ? root.substring(1) + "/" : "";
            bytesSent += files.write(place == Place.TOP ? "/" : root, (archive, moved) -> {
                try (TarWriter tar = new TarWriter(archive, PRECISION, owner, bytes -> {
                    moved.accept(bytes);
                    contentSent += bytes;
                    progress.sent(filesSent, contentSent);
                })) {
                    for (Change change : changes) {
                        if (write(tar, prefix + change.path().raw(), change)) {
                            sent.add(change);
                        }
                    }
                }
            });
            done.addAll(sent);
        } catch (EngineException.Failed e) {
            refused(changes, place, e);
        }
    }

    private void refused(List<Change> changes, Place place, EngineException.Failed e) throws TargetException {
        String message = String.valueOf(e.getMessage());
        if (message.toLowerCase(Locale.ROOT).contains("no space left")) {
            throw new TargetException.NoSpace("the file system of " + root + " is full: " + message);
        }
        if (changes.size() == 1 || uploads >= MOST_UPLOADS) {
            for (Change change : changes) {
                problems.put(
                        change.path(), new PathProblem(change.path(), PathProblem.Kind.REFUSED, why(change, message)));
            }
            return;
        }
        int half = changes.size() / 2;
        send(changes.subList(0, half), place);
        send(changes.subList(half, changes.size()), place);
    }

    private String why(Change change, String message) {
        return change instanceof Change.Put(RelativePath _, Entry.Symlink link) && message.contains("invalid symlink")
                ? "this engine takes no link that leads out of " + root + ", as to " + link.target()
                        + ", where the container's root file system is read-only; a newer engine does, and so does"
                        + " the toolbox (see `devsync doctor`)"
                : message;
    }

    /// Writes a change's entry, whole: the API cannot set attributes alone.
    ///
    /// @param name what it is called in the archive
    /// @return false if the file cannot be used
    private boolean write(TarWriter tar, String name, Change change) throws IOException {
        RelativePath path = change.path();
        Entry entry = switch (change) {
            case Change.Put(RelativePath _, Entry put) -> put;
            case Change.SetAttributes(RelativePath _, Entry set) -> set;
            case Change.Delete _ -> throw new IllegalArgumentException("the archive API cannot delete");
        };
        switch (entry) {
            case Entry.Directory folder -> tar.directory(name, folder);
            case Entry.Symlink link -> tar.symlink(name, link);
            case Entry.File file -> {
                HostFile.Sent sent =
                        file.size() <= READ_FIRST_BYTES ? small(tar, name, path, file) : large(tar, name, path, file);
                if (sent.outcome() != HostFile.Outcome.INTACT) {
                    problems.put(path, problem(path, sent));
                    return false;
                }
                filesSent++;
                progress.sent(filesSent, contentSent);
            }
        }
        return true;
    }

    private HostFile.Sent small(TarWriter tar, String name, RelativePath path, Entry.File file) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream((int) file.size());
        HostFile.Sent sent = new HostFile(bytes -> {}).copy(file, contents.fileOf(path), content);
        if (sent.outcome() == HostFile.Outcome.INTACT) {
            long seconds = PRECISION.kept(file.mtimeNanos()) / 1_000_000_000L;
            tar.bytes(name, content.toByteArray(), file.mode(), FileTime.from(Instant.ofEpochSecond(seconds)));
            contentSent += file.size();
        }
        return sent;
    }

    private HostFile.Sent large(TarWriter tar, String name, RelativePath path, Entry.File file) throws IOException {
        return tar.file(name, file, contents.fileOf(path));
    }

    private static PathProblem problem(RelativePath path, HostFile.Sent sent) {
        PathProblem.Kind kind =
                sent.outcome() == HostFile.Outcome.CHANGED ? PathProblem.Kind.CHANGING : PathProblem.Kind.UNREADABLE;
        return new PathProblem(path, kind, sent.detail());
    }
}
