package dev.devsync.session;

import dev.devsync.config.Service;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Reporter;
import dev.devsync.target.Access;
import dev.devsync.target.OriginException;
import dev.devsync.tree.TargetPath;
import java.util.Comparator;
import java.util.List;

/// The targets of services at this moment, for commands that look once.
final class Targets {

    private final Origins origins;

    /// @param choice what helps out in containers without a shell
    Targets(Session.EngineOpener engines, ToolboxChoice choice, Reporter reporter) {
        this.origins = new Origins(engines, choice, reporter);
    }

    /// @param connectors one for each running container
    /// @param absence why there is none, if there is none
    record Found(List<Connector> connectors, String absence) {

        /// Those first that may write to a folder: where several have the same, the first one does.
        List<Connector> writableFirst(TargetPath folder) {
            return connectors.stream()
                    .sorted(Comparator.comparing(each -> each.access(folder) != Access.WRITE))
                    .toList();
        }
    }

    Found of(Service service) throws OriginException {
        TargetOrigin.Found found = origins.of(service).find(service);
        return new Found(List.copyOf(found.running().values()), found.absence());
    }
}
