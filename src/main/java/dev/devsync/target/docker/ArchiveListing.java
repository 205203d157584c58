package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// What an archive of a folder (`GET /containers/ID/archive?path=FOLDER/.`) has in it.
///
/// @param tree everything below the folder; times are whole seconds, because the engine cuts them
/// @param digests of all regular files: their bytes come along anyway
record ArchiveListing(Tree tree, Map<RelativePath, Digest> digests) {

    static final ArchiveListing EMPTY = new ArchiveListing(Tree.EMPTY, Map.of());

    /// @param progress told how many bytes were read, for every 64 KiB at least
    static ArchiveListing read(InputStream archive, LongConsumer progress) throws IOException {
        Map<RelativePath, Entry> found = new HashMap<>();
        Map<RelativePath, Digest> digests = new HashMap<>();
        Map<RelativePath, RelativePath> hardLinks = new HashMap<>();
        // Closing is the caller's.
        TarArchiveInputStream tar = new TarArchiveInputStream(archive, ISO_8859_1.name());
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            progress.accept(512);
            RelativePath path = path(entry.getName());
            if (path.isRoot()) {
                continue;
            }
            int mode = entry.getMode() & 07777;
            if (entry.isDirectory()) {
                found.put(path, new Entry.Directory(mode));
            } else if (entry.isSymbolicLink()) {
                found.put(path, new Entry.Symlink(raw(entry.getLinkName())));
            } else if (entry.isLink()) {
                hardLinks.put(path, path(entry.getLinkName()));
            } else if (entry.isFile()) {
                long seconds = entry.getLastModifiedTime().toInstant().getEpochSecond();
                found.put(path, new Entry.File(entry.getSize(), seconds * 1_000_000_000L, mode));
                digests.put(path, digest(tar, progress));
            } // else a device or a pipe: neither wanted nor owned
        }
        hardLinks.forEach((path, to) -> {
            Digest digest = digests.get(to);
            if (found.get(to) instanceof Entry.File file && digest != null) {
                found.put(path, file);
                digests.put(path, digest);
            }
        });
        return new ArchiveListing(Tree.of(found), digests);
    }

    private static Digest digest(InputStream in, LongConsumer progress) throws IOException {
        MessageDigest digest = Digest.begin();
        byte[] buffer = new byte[64 * 1024];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            digest.update(buffer, 0, count);
            progress.accept(count);
        }
        return Digest.of(digest.digest());
    }

    /// The path below the folder, which was asked for as `FOLDER/.`: Docker's names start with `./`, podman's do not.
    private static RelativePath path(String name) {
        String below = name.startsWith("./") ? name.substring(2) : name;
        String path = below.endsWith("/") ? below.substring(0, below.length() - 1) : below;
        return new RelativePath(raw(path.equals(".") ? "" : path));
    }

    /// The engine writes every name that is not ASCII into a POSIX header, which is UTF-8. Bytes that are not UTF-8
    /// are lost there: such a file looks missing and is sent again with each connection.
    private static String raw(String name) {
        return name.chars().allMatch(c -> c < 0x80)
                ? name
                : RelativePath.of(name).raw();
    }
}
