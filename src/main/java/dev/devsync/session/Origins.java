package dev.devsync.session;

import dev.devsync.config.Location;
import dev.devsync.config.Service;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Reporter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The one place that knows which service has its targets where.
final class Origins implements AutoCloseable {

    private final Session.EngineOpener engines;
    private final EngineOrigin engine;
    private final LocalOrigin local = new LocalOrigin();
    private final Map<Location.Pod, ClusterOrigin> clusters = new HashMap<>();
    private final Map<Location.Relay, RelayOrigin> relays = new HashMap<>();
    private final Reporter reporter;

    /// @param choice what helps out in containers without a shell
    Origins(Session.EngineOpener engines, ToolboxChoice choice, Reporter reporter) {
        this.engines = engines;
        this.reporter = reporter;
        this.engine = new EngineOrigin(engines, choice, reporter);
    }

    /// Services with targets in the same place share it.
    synchronized TargetOrigin of(Service service) {
        return switch (service.location()) {
            case Location.ComposeService _, Location.ContainerName _, Location.ContainerWithId _, Location.Label _ ->
                engine;
            case Location.Pod pods ->
                clusters.computeIfAbsent(pods, each -> new ClusterOrigin(engines.kubectl(), each));
            case Location.LocalFolder _ -> local;
            case Location.Relay relay ->
                relays.computeIfAbsent(relay, each -> new RelayOrigin(each, engines.environment(), reporter));
        };
    }

    /// The engine, whether or not a service has targets there.
    EngineOrigin engine() {
        return engine;
    }

    /// Those of some services, each once, in their order.
    List<TargetOrigin> of(List<Service> services) {
        return services.stream().map(this::of).distinct().toList();
    }

    @Override
    public synchronized void close() {
        engine.close();
        clusters.values().forEach(ClusterOrigin::close);
        relays.values().forEach(RelayOrigin::close);
        local.close();
    }
}
