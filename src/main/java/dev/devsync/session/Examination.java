package dev.devsync.session;

import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.config.Sync;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Check;
import dev.devsync.report.Quantity;
import dev.devsync.target.Access;
import dev.devsync.target.Capabilities;
import dev.devsync.target.OriginException;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.docker.ContainerDetails;
import dev.devsync.target.docker.ContainerInfo;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.docker.Mount;
import dev.devsync.target.docker.Sidecar;
import dev.devsync.target.docker.Toolbox;
import dev.devsync.target.kube.KubeException;
import dev.devsync.target.kube.PodInfo;
import dev.devsync.target.relay.RelayException;
import dev.devsync.tree.Entry;
import dev.devsync.tree.Tree;
import dev.devsync.watch.HostPaths;
import dev.devsync.watch.InotifyLimit;
import dev.devsync.watch.Scanner;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `devsync doctor`: looks at everything that a sync depends on. Changes nothing.
public final class Examination {

    /// Fewer than this many free watches are soon used up by an editor or two.
    private static final long COMFORTABLE_WATCHES = 8192;

    private final Session.EngineOpener engines;
    private final Set<TargetOrigin> silent = new HashSet<>();
    private final List<Check> checks = new ArrayList<>();

    public Examination(Session.EngineOpener engines) {
        this.engines = engines;
    }

    /// @param project what to look at, or null to look at the engine alone
    public List<Check> run(@Nullable Project project) {
        ToolboxChoice toolbox = project == null ? ToolboxChoice.OFF : project.toolbox();
        Origins origins = new Origins(engines, toolbox, event -> {});
        List<Service> services = project == null ? List.of() : project.services();
        List<TargetOrigin> asked = project == null ? List.of(origins.engine()) : origins.of(services);
        asked.forEach(this::origin);
        long folders = 0;
        for (Service service : services) {
            for (Sync sync : service.syncs()) {
                folders += source(service, sync);
            }
            targets(service, origins.of(service));
        }
        if (project != null) {
            watches(folders);
        }
        return List.copyOf(checks);
    }

    private void ok(String subject, String finding) {
        checks.add(new Check(subject, Check.Result.OK, finding, ""));
    }

    private void warn(String subject, String finding, String advice) {
        checks.add(new Check(subject, Check.Result.WARNING, finding, advice));
    }

    private void fail(String subject, String finding, String advice) {
        checks.add(new Check(subject, Check.Result.FAILED, finding, advice));
    }

    private void origin(TargetOrigin origin) {
        try {
            origin.open();
            if (!origin.description().isEmpty()) {
                ok(origin.kind(), origin.description());
            }
            if (origin instanceof EngineOrigin containers) {
                containers.engine().sidecar().ifPresent(this::sidecar);
            }
        } catch (OriginException e) {
            fail(origin.kind(), ContainerFollower.message(e), e.advice());
            silent.add(origin);
        }
    }

    private void sidecar(Sidecar sidecar) {
        ok(
                "sidecar",
                "devsync itself runs in container " + sidecar.self().name()
                        + sidecar.project()
                                .map(project -> " and follows the Compose project " + project)
                                .orElse(", which belongs to no Compose project"));
    }

    /// @return how many folders would be watched
    private long source(Service service, Sync sync) {
        String subject = service.name() + ": " + sync.path();
        try {
            Scanner.Result scan = Scanner.once(new HostPaths(sync.path()), new SourceRules(sync.source()).load());
            Tree tree = scan.tree();
            long[] folders = {1};
            tree.forEach((path, entry) -> folders[0] += entry instanceof Entry.Directory ? 1 : 0);
            ok(
                    subject,
                    Quantity.count(tree.files(), "file") + " in " + Quantity.count(folders[0], "folder") + ", "
                            + Quantity.bytes(tree.bytes()));
            scan.problems().forEach(problem -> warn(subject, problem.toString(), "It is left out of the sync."));
            return folders[0];
        } catch (IOException e) {
            fail(subject, "cannot be scanned: " + e.getMessage(), "Check the folder's permissions and its rule files.");
            return 0;
        }
    }

    private void watches(long folders) {
        OptionalLong limit = InotifyLimit.WATCHES.value();
        OptionalLong instances = InotifyLimit.INSTANCES.value();
        if (limit.isEmpty() || instances.isEmpty()) {
            ok("watch limits", "this system has none that matter");
            return;
        }
        String finding = InotifyLimit.WATCHES.setting() + " is " + limit.getAsLong() + ", this project takes " + folders
                + "; " + InotifyLimit.INSTANCES.setting() + " is " + instances.getAsLong();
        if (limit.getAsLong() - folders < COMFORTABLE_WATCHES) {
            warn(
                    "watch limits",
                    finding,
                    "`sudo sysctl fs.inotify.max_user_watches=524288` raises the limit until the next boot; a line"
                            + " in /etc/sysctl.d/ keeps it. Ignoring folders that need no sync helps too.");
        } else {
            ok("watch limits", finding);
        }
    }

    private void targets(Service service, TargetOrigin origin) {
        if (silent.contains(origin)) {
            return; // said already
        }
        try {
            switch (origin) {
                case LocalOrigin _ -> local(service);
                case EngineOrigin engine -> containers(service, engine);
                case ClusterOrigin cluster -> {
                    ok(service.name(), "reached by " + cluster.program());
                    pods(service, cluster);
                }
                case RelayOrigin relay -> relayed(service, relay);
            }
        } catch (OriginException e) {
            fail(service.name(), ContainerFollower.message(e), e.advice());
        }
    }

    private void local(Service service) {
        for (Sync sync : service.syncs()) {
            LocalConnector connector = new LocalConnector();
            String subject = service.name() + ": local:" + sync.target();
            if (isApart(subject, sync, connector)) {
                target(subject, () -> connector.connect(options(sync)));
            }
        }
    }

    private void relayed(Service service, RelayOrigin origin) throws RelayException {
        for (Connector connector :
                origin.find(service, Targets.Reach.RUNNING).running().values()) {
            for (Sync sync : service.syncs()) {
                String subject = service.name() + ": " + connector.name() + ":" + sync.target();
                target(subject, () -> connector.connect(options(sync)));
            }
        }
    }

    private void containers(Service service, EngineOrigin origin) throws EngineException {
        List<ContainerInfo> containers = origin.containers(service);
        if (containers.stream().noneMatch(ContainerInfo::isRunning)) {
            warn(service.name(), origin.absence(service, containers).text(), "Start it; `devsync up` waits for it.");
        }
        for (ContainerInfo container : containers) {
            if (container.isRunning()) {
                container(service, origin.engine(), container, origin.toolbox());
            }
        }
    }

    private void pods(Service service, ClusterOrigin origin) throws KubeException {
        List<PodInfo> pods = origin.pods();
        if (pods.stream().allMatch(pod -> origin.connector(pod).isEmpty())) {
            warn(service.name(), origin.absence(pods), "`devsync up` waits for it.");
        }
        for (PodInfo pod : pods) {
            origin.connector(pod).ifPresent(connector -> {
                ok(service.name() + ": " + pod.name(), origin.describe(pod) + ", " + connector.describe());
                for (Sync sync : service.syncs()) {
                    String subject = service.name() + ": " + pod.name() + ":" + sync.target();
                    target(subject, () -> connector.connect(options(sync)));
                }
            });
        }
    }

    private void container(Service service, Engine engine, ContainerInfo container, Toolbox toolbox)
            throws EngineException {
        ContainerDetails details = engine.inspect(container.id());
        String user = container.user().isEmpty() ? "root" : container.user();
        ok(
                service.name() + ": " + container.name(),
                container.describe(Instant.now()) + ", image " + container.image() + " (" + details.os() + "/"
                        + details.architecture() + "), user " + user);
        for (Sync sync : service.syncs()) {
            String subject = service.name() + ": " + container.name() + ":" + sync.target();
            ContainerConnector connector = new ContainerConnector(engine, container, toolbox);
            if (isApart(subject, sync, connector)) {
                mount(subject, sync, details);
                inContainer(subject, sync, connector);
            }
        }
    }

    private boolean isApart(String subject, Sync sync, Connector connector) {
        SourceRules rules = new SourceRules(sync.source());
        try {
            rules.load();
            OwnFolder.check(sync, rules, connector);
            return true;
        } catch (TargetException.Refused e) {
            fail(subject, ContainerFollower.message(e), e.advice());
            return false;
        } catch (IOException e) {
            return true; // what is wrong with the source is told beside it
        }
    }

    private void mount(String subject, Sync sync, ContainerDetails details) {
        details.mountOf(sync.target()).ifPresent(mount -> {
            if (mount.type() == Mount.Type.BIND) {
                warn(
                        subject,
                        "lies in a bind mount of " + mount.source(),
                        "The container sees the host's files there already; sync to another folder, or take the mount"
                                + " out of the compose file.");
            }
        });
    }

    private static TargetOptions options(Sync sync) {
        return new TargetOptions(sync.target(), sync.mode(), sync.owner(), Access.LOOK);
    }

    /// Looks by the agent; where it cannot run yet, at what `devsync up` would do about that.
    private void inContainer(String subject, Sync sync, ContainerConnector connector) {
        target(subject, () -> {
            try {
                return connector.agent(options(sync));
            } catch (TargetException.NoAgent e) {
                Toolbox.Outlook outlook = connector.outlook(sync.target());
                if (outlook.possible()) {
                    ok(subject, "the container's own tools will not do: " + outlook.finding());
                    return null;
                }
                warn(
                        subject,
                        ContainerFollower.message(e),
                        "Let a toolbox be brought (`toolbox:` in devsync.yaml), or use an image with a shell; else what"
                                + " follows holds.");
                return connector.archive(options(sync), e);
            }
        });
    }

    /// Connects; null where there is nothing to look at yet.
    @FunctionalInterface
    private interface Connecting {
        @Nullable
        Target open() throws TargetException;
    }

    private void target(String subject, Connecting connecting) {
        try (Target target = connecting.open()) {
            if (target == null) {
                return;
            }
            Capabilities found = target.capabilities();
            ok(
                    subject,
                    found.transport() + "; times kept to the "
                            + switch (found.mtime()) {
                                case NANOSECONDS -> "nanosecond";
                                case SECONDS -> "second";
                            });
            found.weaknesses().forEach(weakness -> warn(subject, weakness, ""));
            if (found.access() == Access.LOOK) {
                fail(
                        subject,
                        "is not writable for the container's user",
                        "Set `owner: \"UID:GID\"` for this sync, run the container as a user that may write there, or"
                                + " choose a target that this user can write. On a read-only root file system, mount a"
                                + " volume or a tmpfs.");
            }
            if (found.clockAheadSeconds() != 0) {
                warn(
                        subject,
                        "its clock is " + Math.abs(found.clockAheadSeconds()) + " s "
                                + (found.clockAheadSeconds() > 0 ? "ahead of" : "behind")
                                + " this machine's; files get their times by its clock",
                        "Restart the virtual machine that the engine runs in, if it should not be so.");
            }
        } catch (TargetException.Absent e) {
            ok(subject, e.getMessage() + "; it will be made");
        } catch (TargetException e) {
            fail(subject, Objects.requireNonNullElse(e.getMessage(), e.toString()), e.advice());
        }
    }
}
