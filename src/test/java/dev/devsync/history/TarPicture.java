package dev.devsync.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Looks at a folder through the tar that somebody else made of it: the engine, or the container's own tar.
final class TarPicture {

    private TarPicture() {}

    /// @param tar with one folder at its top, which is the root
    static Picture of(InputStream tar) throws IOException {
        SortedMap<String, Picture.Item> items = new TreeMap<>();
        TarArchiveInputStream in = new TarArchiveInputStream(tar, UTF_8.name());
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            String name = entry.getName().endsWith("/")
                    ? entry.getName().substring(0, entry.getName().length() - 1)
                    : entry.getName();
            String path = name.contains("/") ? latin(name.substring(name.indexOf('/') + 1)) : "";
            if (!path.isEmpty() && !isOurs(path)) {
                items.put(path, item(entry, in));
            }
        }
        return new Picture(items);
    }

    /// pax headers, which the engine writes, are UTF-8; generated names are as well, so that all can be read so.
    private static String latin(String name) {
        return new String(name.getBytes(UTF_8), ISO_8859_1);
    }

    /// Whether it belongs to devsync's own folder, which lies in the root where that is a mount.
    static boolean isOurs(String path) {
        return path.equals(".devsync") || path.startsWith(".devsync/");
    }

    private static Picture.Item item(TarArchiveEntry entry, InputStream in) throws IOException {
        int mode = entry.getMode() & 07777;
        if (entry.isSymbolicLink()) {
            return new Picture.Item.Link(latin(entry.getLinkName()));
        }
        if (entry.isDirectory()) {
            return new Picture.Item.Folder(mode);
        }
        if (!entry.isFile() || entry.isLink()) {
            throw new IOException("neither file, folder nor link: " + entry.getName());
        }
        long nanos = entry.getLastModifiedTime().to(TimeUnit.NANOSECONDS);
        return new Picture.Item.File(entry.getSize(), Sha256.of(in), mode, nanos);
    }
}
