package dev.devsync.session;

import dev.devsync.config.Service;
import dev.devsync.config.Sync;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Cleanup;
import dev.devsync.report.Reporter;
import dev.devsync.target.OriginException;
import dev.devsync.target.TargetException;
import dev.devsync.target.agent.Leavings;
import dev.devsync.tree.TargetPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `devsync clean`: removes from running containers what devsync has left there for itself.
public final class Cleaning {

    private final Targets targets;

    /// @param toolbox brought once more where nothing else could remove what is there
    public Cleaning(Session.EngineOpener engines, ToolboxChoice toolbox, Reporter reporter) {
        this.targets = new Targets(engines, Targets.Reach.RUNNING, toolbox, reporter);
    }

    /// @return what was done, for each container
    /// @throws Verification.NoTargetException if a service has no running container; nothing is removed then
    public List<Cleanup> run(List<Service> services)
            throws OriginException, TargetException, Verification.NoTargetException {
        Map<Service, List<Connector>> running = new LinkedHashMap<>();
        for (Service service : services) {
            Targets.Found found = targets.of(service);
            if (found.connectors().isEmpty()) {
                throw new Verification.NoTargetException(service.name() + ": " + found.absence());
            }
            running.put(service, found.connectors());
        }
        List<Cleanup> done = new ArrayList<>();
        for (Map.Entry<Service, List<Connector>> each : running.entrySet()) {
            List<TargetPath> roots =
                    each.getKey().syncs().stream().map(Sync::target).toList();
            for (Connector connector : each.getValue()) {
                done.add(cleanup(each.getKey(), connector, connector.clean(roots)));
            }
        }
        return done;
    }

    private static Cleanup cleanup(Service service, Connector connector, Leavings.Removal removal) {
        return new Cleanup(
                service.name(),
                connector.name(),
                removal.removed(),
                removal.kept().stream()
                        .map(kept -> new Cleanup.Kept(kept.path(), kept.why()))
                        .toList());
    }
}
