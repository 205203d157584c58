package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.tree.Digest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/// Where a running `up` listens for other commands: a socket file for each configuration file.
public final class ControlAddress {

    private ControlAddress() {}

    /// @param config the configuration file
    /// @param environment where `XDG_RUNTIME_DIR` is looked up; without it, a folder of the user's own in the
    ///     system's temporary folder serves
    /// @throws IOException if the folder cannot be made, or belongs to somebody else
    public static Path of(Path config, Map<String, String> environment) throws IOException {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        Path folder = runtime.isEmpty()
                ? Path.of(System.getProperty("java.io.tmpdir"), "devsync-" + System.getProperty("user.name"))
                : Path.of(runtime, "devsync");
        makePrivate(folder);
        return folder.resolve(name(real(config)) + ".sock");
    }

    private static void makePrivate(Path folder) throws IOException {
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !isOurs(folder)) {
                throw new IOException(folder + " is not a folder of this user's own", e);
            }
        }
    }

    /// Whether a file that is made there has the folder's owner. The user's name would say less: a user without an
    /// entry
    /// in /etc/passwd has none.
    private static boolean isOurs(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, "owner", "");
        try {
            return Files.getOwner(probe).equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS));
        } finally {
            Files.delete(probe);
        }
    }

    /// The file's one true path; of a file that is not there (another tool's serves in its place), by its folder's.
    static Path real(Path config) throws IOException {
        return Files.exists(config)
                ? config.toRealPath()
                : Objects.requireNonNull(config.toAbsolutePath().getParent())
                        .toRealPath()
                        .resolve(config.getFileName());
    }

    /// Short, because socket paths are limited to about 100 bytes.
    static String name(Path config) {
        byte[] digest = Digest.begin().digest(config.toString().getBytes(UTF_8));
        return HexFormat.of().formatHex(digest, 0, 8);
    }
}
