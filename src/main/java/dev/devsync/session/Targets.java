package dev.devsync.session;

import dev.devsync.config.Service;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Reporter;
import dev.devsync.target.OriginException;
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
    record Found(List<Connector> connectors, String absence) {}

    Found of(Service service) throws OriginException {
        TargetOrigin.Found found = origins.of(service).find(service);
        return new Found(List.copyOf(found.running().values()), found.absence());
    }
}
