package dev.devsync.session;

import dev.devsync.target.Contents;
import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells changes of content from saves of the same bytes, so that a `touch` or a second Ctrl-S restarts nothing.
///
/// Syncing needs none of this: it goes by size and time. Here the digests of a file's last few versions are kept, by
/// size and time. They are learnt in the background once a source has been scanned; a version whose digest is not
/// known, or that is large, counts as changed.
final class SeenContents {

    /// Larger files are data more often than sources, and hashing them would delay what follows.
    private static final long LARGE = 4 * 1024 * 1024;

    /// Replicas may be some versions behind one another.
    private static final int VERSIONS = 4;

    private record Version(long size, long mtimeNanos, Digest digest) {
        boolean isOf(Entry.File file) {
            return size == file.size()
                    && mtimeNanos == file.mtimeNanos()
                    && (file.digestTaken() == null || digest.equals(file.digestTaken()));
        }
    }

    private final Contents contents;
    private final Map<RelativePath, List<Version>> known = new ConcurrentHashMap<>();

    SeenContents(Contents contents) {
        this.contents = contents;
    }

    /// Hashes what is there, in the background.
    void learn(Tree tree) {
        Thread.ofVirtual()
                .name("devsync-contents")
                .start(() -> tree.forEach((path, entry) -> {
                    if (entry instanceof Entry.File file) {
                        look(path, file);
                    }
                }));
    }

    /// The paths whose content a delta changes: files with other bytes, links with other targets, what came and what
    /// went. Folders, modes and times do not count.
    ///
    /// @param before what the target had
    List<RelativePath> changed(Delta delta, Tree before) {
        List<RelativePath> changed = new ArrayList<>();
        for (Change change : delta.changes()) {
            switch (change) {
                case Change.Put(RelativePath path, Entry.File file) -> {
                    Digest then = before(path, before); // first: what is looked at may have its size and time
                    Digest now = look(path, file);
                    if (now == null || !now.equals(then)) {
                        changed.add(path);
                    }
                }
                case Change.Put(RelativePath path, Entry.Symlink _) -> changed.add(path);
                case Change.Put(RelativePath _, Entry.Directory _) -> {}
                case Change.SetAttributes _ -> {}
                case Change.Delete(RelativePath path, Entry entry) -> {
                    known.remove(path);
                    if (!entry.isDirectory()) {
                        changed.add(path);
                    }
                }
            }
        }
        return changed;
    }

    /// All files and links of a delta, where it is not worth while to ask what has really changed.
    static List<RelativePath> touched(Delta delta) {
        List<RelativePath> touched = new ArrayList<>();
        for (Change change : delta.changes()) {
            switch (change) {
                case Change.Put(RelativePath path, Entry entry) when !entry.isDirectory() -> touched.add(path);
                case Change.Delete(RelativePath path, Entry entry) when !entry.isDirectory() -> touched.add(path);
                default -> {}
            }
        }
        return touched;
    }

    private @Nullable Digest before(RelativePath path, Tree before) {
        return before.get(path) instanceof Entry.File file ? find(path, file) : null;
    }

    private @Nullable Digest find(RelativePath path, Entry.File file) {
        return known.getOrDefault(path, List.of()).stream()
                .filter(version -> version.isOf(file))
                .map(Version::digest)
                .findFirst()
                .orElse(null);
    }

    /// The digest of this very version, null if the file is another one by now.
    private @Nullable Digest look(RelativePath path, Entry.File file) {
        Digest found = find(path, file);
        if (found != null || file.size() > LARGE) {
            return found;
        }
        try {
            Path host = contents.fileOf(path);
            MessageDigest digest = Digest.begin();
            try (InputStream in = Files.newInputStream(host)) {
                digest.update(in.readNBytes((int) file.size() + 1));
            }
            BasicFileAttributes after = Files.readAttributes(host, BasicFileAttributes.class);
            if (after.size() != file.size() || after.lastModifiedTime().to(TimeUnit.NANOSECONDS) != file.mtimeNanos()) {
                return null;
            }
            Version version = new Version(file.size(), file.mtimeNanos(), Digest.of(digest.digest()));
            known.merge(path, List.of(version), SeenContents::newest);
            return version.digest;
        } catch (IOException e) {
            return null; // gone or unreadable by now: it counts as changed
        }
    }

    private static List<Version> newest(List<Version> older, List<Version> newer) {
        List<Version> all = new ArrayList<>(newer);
        all.addAll(older);
        return List.copyOf(all.subList(0, Math.min(VERSIONS, all.size())));
    }
}
