package dev.devsync.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Looks at a folder of this machine, file by file.
final class FolderPicture {

    private final Predicate<String> leftOut;
    private final SortedMap<String, Picture.Item> items = new TreeMap<>();

    private FolderPicture(Predicate<String> leftOut) {
        this.leftOut = leftOut;
    }

    /// @param leftOut paths that do not count, with all below them
    static Picture of(Path root, Predicate<String> leftOut) throws IOException {
        FolderPicture looking = new FolderPicture(leftOut);
        looking.folder(root, "");
        return new Picture(looking.items);
    }

    private void folder(Path folder, String prefix) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                String path = prefix + HostPlace.name(child);
                if (!leftOut.test(path)) {
                    item(child, path);
                }
            }
        }
    }

    private void item(Path file, String path) throws IOException {
        BasicFileAttributes seen;
        int mode;
        try {
            seen = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
        } catch (NoSuchFileException e) {
            return; // gone between listing and looking: the next look will be right
        }
        if (seen.isSymbolicLink()) {
            items.put(path, new Picture.Item.Link(latin(Files.readSymbolicLink(file))));
        } else if (seen.isDirectory()) {
            items.put(path, new Picture.Item.Folder(mode));
            folder(file, path + "/");
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                long nanos = seen.lastModifiedTime().to(TimeUnit.NANOSECONDS);
                items.put(path, new Picture.Item.File(seen.size(), Sha256.of(in), mode, nanos));
            }
        }
    }

    /// Generated targets are ASCII.
    private static String latin(Path target) {
        return new String(target.toString().getBytes(UTF_8), ISO_8859_1);
    }
}
