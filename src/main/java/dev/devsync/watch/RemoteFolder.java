package dev.devsync.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Tells folders that lie on another machine, or beyond the wall of a virtual one. Linux tells there of the changes
/// that it makes itself, and of none that are made on the other side.
public final class RemoteFolder {

    /// As /proc/mounts names them. virtiofs is how Lima's machines (Colima, Rancher Desktop) see a Mac, 9p
    /// how WSL sees Windows. Docker Desktop's fakeowner and grpcfuse are not here: Docker Desktop passes events on.
    private static final Set<String> TYPES = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "9p",
            "v9fs",
            "virtiofs",
            "fuse.sshfs",
            "fuse.vmhgfs-fuse",
            "vboxsf",
            "prl_fs");

    private RemoteFolder() {}

    /// The type of file system that a folder is on, if that is one of another machine.
    public static Optional<String> typeOf(Path folder) {
        try {
            String type = Files.getFileStore(folder).type().toLowerCase(Locale.ROOT);
            return isRemote(type) ? Optional.of(type) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it is not there (yet)
        }
    }

    static boolean isRemote(String type) {
        return TYPES.contains(type);
    }
}
