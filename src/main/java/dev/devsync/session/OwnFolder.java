package dev.devsync.session;

import dev.devsync.config.Sync;
import dev.devsync.target.TargetException;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Keeps a source from being synced into itself. By a bind mount or a link its target can be the same folder,
/// and every save would be replaced by a copy of what it was a moment ago.
final class OwnFolder {

    private OwnFolder() {}

    /// @param rules what takes part: a mount that is ignored does no harm
    /// @throws TargetException.Refused if the target, or something mounted below it, is the source's own
    static void check(Sync sync, SourceRules rules, Connector connector) throws TargetException.Refused {
        TargetPath root = sync.target();
        Path source = real(sync.path());
        Optional<Path> whole = connector.hostFolder(root).map(OwnFolder::real);
        if (whole.isPresent() && overlap(whole.get(), source)) {
            throw refused(
                    connector.name() + ":" + root + " is " + folder(whole.get(), source),
                    "Take the mount out of the container (`devsync init --from-compose` writes an override file that"
                            + " does), or sync to another folder.");
        }
        for (TargetPath mount : connector.mountsBelow(root)) {
            RelativePath below = RelativePath.of(root.relative(mount).value().substring(1));
            Optional<Path> part = connector.hostFolder(mount).map(OwnFolder::real);
            if (part.isPresent() && part.get().startsWith(source) && !rules.ignores(below, true)) {
                throw refused(
                        mount + ", mounted below " + connector.name() + ":" + root + ", is "
                                + folder(part.get(), source),
                        "Take the mount out of the container, or add " + below.display() + "/ to `ignore`.");
            }
        }
    }

    private static TargetException.Refused refused(String what, String advice) {
        return new TargetException.Refused(what + ": devsync would write over your own files", advice);
    }

    private static String folder(Path there, Path source) {
        return there.equals(source)
                ? "the source " + source + " itself"
                : there + " of this machine, which overlaps the source " + source;
    }

    private static boolean overlap(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize(); // not there yet, or not for us to see
        }
    }
}
