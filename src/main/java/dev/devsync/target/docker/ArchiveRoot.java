package dev.devsync.target.docker;

import dev.devsync.target.TargetException;
import dev.devsync.tree.TargetPath;
import java.util.Optional;

/// Tells in advance whether the archive API can write to a folder: it fails, or worse, it seems to succeed.
final class ArchiveRoot {

    private ArchiveRoot() {}

    /// @throws TargetException.Refused if it cannot, with the reason
    static void check(ContainerDetails details, TargetPath root) throws TargetException {
        String name = details.info().name();
        if (root.value().equals("/")) {
            throw new TargetException.Refused(
                    "container " + name + " has no shell, and without one its root folder cannot be the target",
                    "Give a folder below it.");
        }
        Optional<Mount> mount = details.mountOf(root);
        if (mount.isPresent() && mount.get().type() == Mount.Type.TMPFS) {
            throw new TargetException.Refused(
                    root + " in container " + name + " lies in a tmpfs, into which Docker's archive API does not see",
                    "Use a volume in its place, or an image with a shell.");
        }
        Mount.Access access = mount.map(Mount::access).orElse(details.rootAccess());
        if (access == Mount.Access.READ_ONLY) {
            throw new TargetException.Refused(
                    root + " in container " + name + " is read-only",
                    "Mount a volume there, or take read_only from the service.");
        }
    }
}
