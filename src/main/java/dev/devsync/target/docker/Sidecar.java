package dev.devsync.target.docker;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What devsync leaves alone when it runs in a container itself: that container, and other Compose projects.
///
/// @param self its own container
/// @param project the Compose project that it follows: what it was told, else its own; empty for any
public record Sidecar(ContainerInfo self, Optional<String> project) {

    private static final String PROJECT_LABEL = "com.docker.compose.project";

    /// @param environment `COMPOSE_PROJECT_NAME` tells it to follow another project than its own
    public static Sidecar of(ContainerInfo self, Map<String, String> environment) {
        String told = environment.getOrDefault("COMPOSE_PROJECT_NAME", "");
        return new Sidecar(
                self, told.isEmpty() ? Optional.ofNullable(self.labels().get(PROJECT_LABEL)) : Optional.of(told));
    }

    /// Takes out what must be left alone.
    ///
    /// @throws EngineException.Misconfigured if nothing but its own container was meant
    List<ContainerInfo> spare(ContainerQuery query, List<ContainerInfo> found) throws EngineException {
        List<ContainerInfo> others = found.stream()
                .filter(container -> !container.id().equals(self.id()) && isOfProject(query, container))
                .toList();
        if (others.isEmpty()
                && found.stream().anyMatch(container -> container.id().equals(self.id()))) {
            throw new EngineException.Misconfigured(
                    query + " is the container that devsync itself runs in (" + self.name()
                            + "); it does not sync into itself",
                    "Name the app's service in devsync.yaml, not that of devsync.",
                    null);
        }
        return others;
    }

    /// A name or an id says exactly which container is meant; a label that two projects use does not.
    private boolean isOfProject(ContainerQuery query, ContainerInfo container) {
        return switch (query) {
            case ContainerQuery.ByName _, ContainerQuery.ById _, ContainerQuery.ByService _ -> true;
            case ContainerQuery.ByLabel _ -> {
                String of = container.labels().get(PROJECT_LABEL);
                yield of == null || project.isEmpty() || project.get().equals(of);
            }
        };
    }
}
