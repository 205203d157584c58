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
        if (changes.isEmpty()) {
            return;
        }
        try {
            uploads++;
            List<Change> sent = new ArrayList<>();
            bytesSent += files.write(root, (archive, moved) -> {
                try (TarWriter tar = new TarWriter(archive, PRECISION, owner, bytes -> {
                    moved.accept(bytes);
                    contentSent += bytes;
                    progress.sent(filesSent, contentSent);
                })) {
                    for (Change change : changes) {
                        if (write(tar, change)) {
                            sent.add(change);
                        }
                    }
                }
            });
            done.addAll(sent);
        } catch (EngineException.Failed e) {
            refused(changes, e);
        }
    }

    private void refused(List<Change> changes, EngineException.Failed e) throws TargetException {
        String message = String.valueOf(e.getMessage());
        if (message.toLowerCase(Locale.ROOT).contains("no space left")) {
            throw new TargetException.NoSpace("the file system of " + root + " is full: " + message);
        }
        if (changes.size() == 1 || uploads >= MOST_UPLOADS) {
            for (Change change : changes) {
                problems.put(change.path(), new PathProblem(change.path(), PathProblem.Kind.REFUSED, message));
            }
            return;
        }
        int half = changes.size() / 2;
        send(changes.subList(0, half));
        send(changes.subList(half, changes.size()));
    }

    /// Writes a change's entry, whole: the API cannot set attributes alone.
    ///
    /// @return false if the file cannot be used
    private boolean write(TarWriter tar, Change change) throws IOException {
        RelativePath path = change.path();
        Entry entry = switch (change) {
            case Change.Put(RelativePath _, Entry put) -> put;
            case Change.SetAttributes(RelativePath _, Entry set) -> set;
            case Change.Delete _ -> throw new IllegalArgumentException("the archive API cannot delete");
        };
        switch (entry) {
            case Entry.Directory folder -> tar.directory(path.raw(), folder);
            case Entry.Symlink link -> tar.symlink(path.raw(), link);
            case Entry.File file -> {
                HostFile.Sent sent = file.size() <= READ_FIRST_BYTES ? small(tar, path, file) : large(tar, path, file);
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

    private HostFile.Sent small(TarWriter tar, RelativePath path, Entry.File file) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream((int) file.size());
        HostFile.Sent sent = new HostFile(bytes -> {}).copy(file, contents.fileOf(path), content);
        if (sent.outcome() == HostFile.Outcome.INTACT) {
            long seconds = PRECISION.kept(file.mtimeNanos()) / 1_000_000_000L;
            tar.bytes(path.raw(), content.toByteArray(), file.mode(), FileTime.from(Instant.ofEpochSecond(seconds)));
            contentSent += file.size();
        }
        return sent;
    }

    private HostFile.Sent large(TarWriter tar, RelativePath path, Entry.File file) throws IOException {
        return tar.file(path.raw(), file, contents.fileOf(path));
    }

    private static PathProblem problem(RelativePath path, HostFile.Sent sent) {
        PathProblem.Kind kind =
                sent.outcome() == HostFile.Outcome.CHANGED ? PathProblem.Kind.CHANGING : PathProblem.Kind.UNREADABLE;
        return new PathProblem(path, kind, sent.detail());
    }
}
