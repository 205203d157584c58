package dev.devsync.session;

import dev.devsync.target.Access;
import dev.devsync.target.FolderIdentity;
import dev.devsync.target.Launcher;
import dev.devsync.target.Rights;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.target.agent.Leavings;
import dev.devsync.target.local.LocalTransport;
import dev.devsync.target.process.ParkedLauncher;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Syncs to folders of this machine.
final class LocalConnector implements Connector {

    @Override
    public String name() {
        return "local";
    }

    @Override
    public FolderIdentity identity(TargetPath folder) {
        return new FolderIdentity("this machine", folder);
    }

    @Override
    public Access access(TargetPath folder) {
        return Access.WRITE;
    }

    @Override
    public List<TargetPath> mountsBelow(TargetPath folder) {
        return List.of();
    }

    @Override
    public Optional<Path> hostFolder(TargetPath folder) {
        return Optional.of(Path.of(folder.value()));
    }

    @Override
    public Target connect(TargetOptions options) throws TargetException {
        return AgentTarget.open(new LocalTransport(), options);
    }

    @Override
    public Launcher launcher(TargetPath folder) {
        return new ParkedLauncher(
                (user, rights) -> {
                    if (rights == Rights.ALL) {
                        throw new TargetException.Refused(
                                "a local target cannot run commands with more rights than you have",
                                "Leave `privileged` out.");
                    }
                    if (user != null) {
                        throw new TargetException.Refused(
                                "a local target cannot run commands as " + user, "Leave `user` out: they run as you.");
                    }
                    return new LocalTransport();
                },
                folder);
    }

    @Override
    public void copyFrom(Connector other, List<TargetPath> paths) {
        throw new IllegalArgumentException("there is only one local target");
    }

    @Override
    public void restart(Duration grace) throws TargetException {
        throw new TargetException.Refused("there is no container to restart", "Use `action: restart`.");
    }

    @Override
    public Optional<ComposeOrigin> composeOrigin() {
        return Optional.empty();
    }

    @Override
    public Leavings.Removal clean(Collection<TargetPath> roots) throws TargetException {
        return Leavings.remove(new LocalTransport(), roots, List.of());
    }
}
