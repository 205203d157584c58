package dev.devsync.target.docker;

import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/// The folder of this machine that lies behind one of a container's, by a bind mount.
public final class BoundFolder {

    /// Docker Desktop's engine sees this machine's folders from within its own.
    private static final String DESKTOP = "/host_mnt";

    private BoundFolder() {}

    /// @return empty if no bind mount is there, or if the engine is on another machine, or if devsync runs in
    ///     a container that does not have the folder
    public static Optional<Path> of(Engine engine, ContainerInfo container, TargetPath folder) {
        if (!(engine.address().endpoint() instanceof EngineAddress.UnixSocket)) {
            return Optional.empty();
        }
        Optional<TargetPath> onHost = container
                .mountOf(folder)
                .filter(mount -> mount.type() == Mount.Type.BIND && mount.isShareable())
                .map(mount -> mount.identity(folder).path());
        return engine.sidecar()
                .map(sidecar -> onHost.flatMap(path -> seenFrom(sidecar.self(), path)))
                .orElseGet(() -> onHost.map(BoundFolder::ofDesktop))
                .map(path -> Path.of(path.value()));
    }

    private static TargetPath ofDesktop(TargetPath path) {
        return path.value().startsWith(DESKTOP + "/")
                ? new TargetPath(path.value().substring(DESKTOP.length()))
                : path;
    }

    /// Where a folder of the engine's host is in another container.
    private static Optional<TargetPath> seenFrom(ContainerInfo container, TargetPath onHost) {
        return container.mounts().stream()
                .filter(mount -> mount.type() == Mount.Type.BIND && mount.isShareable())
                .filter(mount -> onHost.isWithin(new TargetPath(mount.source())))
                .max(Comparator.comparingInt(mount -> mount.source().length()))
                .map(mount -> mount.destination().resolve(new TargetPath(mount.source()).relative(onHost)));
    }
}
