package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.target.Access;
import dev.devsync.target.FolderIdentity;
import dev.devsync.target.Launcher;
import dev.devsync.target.Rights;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.target.agent.AgentTransport;
import dev.devsync.target.agent.Leavings;
import dev.devsync.target.kube.Cluster;
import dev.devsync.target.kube.PodContainer;
import dev.devsync.target.kube.PodInfo;
import dev.devsync.target.kube.PodMount;
import dev.devsync.target.process.FileCopy;
import dev.devsync.target.process.ParkedLauncher;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Syncs to a container of a pod.
final class PodConnector implements Connector {

    private final PodInfo pod;
    private final PodContainer container;
    private final AgentTransport transport;

    PodConnector(Cluster cluster, PodInfo pod, PodContainer container) {
        this.pod = pod;
        this.container = container;
        this.transport = cluster.exec(pod, container);
    }

    @Override
    public String name() {
        return pod.name();
    }

    /// For people: which container it is, and of which image.
    String describe() {
        return "container " + container.name() + ", image " + container.image();
    }

    @Override
    public FolderIdentity identity(TargetPath folder) {
        return container.identity(folder);
    }

    @Override
    public Access access(TargetPath folder) {
        return container.mountOf(folder).map(PodMount::access).orElse(Access.WRITE);
    }

    @Override
    public List<TargetPath> mountsBelow(TargetPath folder) {
        return container.mountsBelow(folder);
    }

    @Override
    public Optional<ComposeOrigin> composeOrigin() {
        return Optional.empty();
    }

    @Override
    public Target connect(TargetOptions options) throws TargetException {
        if (options.owner() != null && !said("id", "-u").equals("0")) {
            throw new TargetException.Refused(
                    "container " + container.name() + " of pod " + pod.name()
                            + " does not run as root, so files cannot be given to " + options.owner(),
                    "Take `owner` out: files then belong to the container's user. Kubernetes starts no process as"
                            + " somebody else; runAsUser in the pod's securityContext decides.");
        }
        return AgentTarget.open(transport, options);
    }

    /// What a command prints.
    private String said(String... command) throws TargetException {
        try (AgentChannel channel = transport.start(List.of(command))) {
            return new String(channel.output().readAllBytes(), UTF_8).strip();
        } catch (IOException e) {
            throw new TargetException.Disconnected("the connection to pod " + pod.name() + " broke", e);
        }
    }

    @Override
    public Launcher launcher(TargetPath folder) {
        return new ParkedLauncher(
                (user, rights) -> {
                    if (rights == Rights.ALL) {
                        throw new TargetException.Refused(
                                "commands cannot have more rights than their container in pod " + pod.name(),
                                "Leave `privileged` out.");
                    }
                    if (user != null) {
                        throw new TargetException.Refused(
                                "commands cannot run as " + user + " in pod " + pod.name()
                                        + ": Kubernetes starts them as the container's user",
                                "Leave `user` out, or set runAsUser in the pod's securityContext.");
                    }
                    return transport;
                },
                folder);
    }

    @Override
    public void copyFrom(Connector other, List<TargetPath> paths) throws TargetException {
        FileCopy.copy(((PodConnector) other).transport, transport, paths);
    }

    /// Ends the container's first process; the kubelet starts the container again. What is not on a volume is lost
    /// with it, as it is with every restart of a pod's container.
    @Override
    public void restart(Duration grace) throws TargetException {
        long seconds = Math.max(1, grace.toSeconds());
        String said = said("sh", "-c", "kill -TERM 1 && sleep " + seconds + "; echo still here");
        if (said.contains("still here")) {
            throw new TargetException.Refused(
                    "container " + container.name() + " of pod " + pod.name() + " did not end within " + seconds
                            + " s: its first process does not listen to TERM, or belongs to another user",
                    "`kubectl delete pod " + pod.name() + "` replaces the whole pod.");
        }
    }

    @Override
    public Leavings.Removal clean(Collection<TargetPath> roots) throws TargetException {
        return Leavings.remove(transport, roots, List.of());
    }
}
