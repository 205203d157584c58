package dev.devsync.session;

import dev.devsync.config.Service;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Reporter;
import dev.devsync.target.Access;
import dev.devsync.target.OriginException;
import dev.devsync.target.docker.ContainerState;
import dev.devsync.tree.TargetPath;
import java.util.Comparator;
import java.util.List;

/// The containers of services at this moment, for commands that look once.
final class Targets {

    /// Which of a service's containers are meant.
    enum Reach {
        RUNNING,
        /// Also those that were made and never started.
        RUNNING_OR_NEW,
        /// Also those that have ended and may be started again.
        STARTABLE;

        boolean takes(ContainerState state) {
            return switch (state) {
                case RUNNING -> true;
                case CREATED -> this != RUNNING;
                case EXITED -> this == STARTABLE;
                case PAUSED, RESTARTING, REMOVING, DEAD, UNKNOWN -> false;
            };
        }
    }

    private final Origins origins;
    private final Reach reach;

    /// @param choice what helps out in containers without a shell
    Targets(Session.EngineOpener engines, Reach reach, ToolboxChoice choice, Reporter reporter) {
        this.origins = new Origins(engines, choice, reporter);
        this.reach = reach;
    }

    /// @param connectors one for each container within reach
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
        TargetOrigin.Found found = origins.of(service).find(service, reach);
        return new Found(List.copyOf(found.running().values()), found.absence().text());
    }
}
