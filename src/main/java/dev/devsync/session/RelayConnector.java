package dev.devsync.session;

import dev.devsync.config.Service;
import dev.devsync.config.Sync;
import dev.devsync.report.Reporter;
import dev.devsync.report.TargetName;
import dev.devsync.target.Access;
import dev.devsync.target.FolderIdentity;
import dev.devsync.target.Launcher;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.Leavings;
import dev.devsync.target.relay.Relay;
import dev.devsync.target.relay.RelayTarget;
import dev.devsync.tree.TargetPath;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Syncs to a relay.
final class RelayConnector implements Connector, AutoCloseable {

    private static final String ADVICE = "A relay passes on files and nothing else: name the pods themselves, with"
            + " `pod:`, where devsync shall start something in them.";

    private final Relay relay;
    private final Map<TargetPath, RelayedTargets> relayed = new LinkedHashMap<>();

    /// @param service with the folders that will be synced
    RelayConnector(Relay relay, Service service, Reporter reporter) {
        this.relay = relay;
        for (Sync sync : service.syncs()) {
            TargetName name =
                    new TargetName(service.name(), name(), sync.target().value());
            relayed.put(sync.target(), new RelayedTargets(relay, name, reporter));
        }
    }

    @Override
    public String name() {
        return relay.address().toString();
    }

    @Override
    public FolderIdentity identity(TargetPath folder) {
        return new FolderIdentity(name(), folder);
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
    public Target connect(TargetOptions options) throws TargetException {
        RelayTarget target = relay.connect(options);
        return options.access() == Access.LOOK
                ? target
                : Objects.requireNonNull(relayed.get(options.root())).watching(target);
    }

    @Override
    public Beyond beyond(TargetPath folder) {
        RelayedTargets targets = relayed.get(folder);
        return targets == null ? Beyond.NOTHING : targets;
    }

    @Override
    public Launcher launcher(TargetPath folder) {
        throw new IllegalStateException("nothing is started through a relay: the configuration refuses that");
    }

    @Override
    public void copyFrom(Connector other, List<TargetPath> paths) throws TargetException {
        throw new TargetException.Refused("files cannot be copied through " + name(), ADVICE);
    }

    @Override
    public void restart(Duration grace) throws TargetException {
        throw new TargetException.Refused("containers cannot be restarted through " + name(), ADVICE);
    }

    @Override
    public Optional<ComposeOrigin> composeOrigin() {
        return Optional.empty();
    }

    @Override
    public Leavings.Removal clean(Collection<TargetPath> roots) throws TargetException {
        throw new TargetException.Refused(
                name() + " cannot be cleaned from here",
                "Stop it and remove its folder; `devsync clean` with `pod:` or `label:` cleans its targets.");
    }

    @Override
    public void close() {
        relayed.values().forEach(RelayedTargets::close);
    }
}
