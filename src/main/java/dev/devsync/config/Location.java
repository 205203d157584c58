package dev.devsync.config;

import org.jspecify.annotations.Nullable;

/// How the targets of a service are found. There may be several: each replica is one.
public sealed interface Location {

    /// The containers that Compose made for a service.
    ///
    /// @param project the project's name
    /// @param service the service's name in it
    record ComposeService(String project, String service) implements Location {}

    /// The one container of that name.
    record ContainerName(String name) implements Location {}

    /// The one container with that id. No file says this: it is for programs that have started the container.
    ///
    /// @param id the whole id or its beginning
    record ContainerWithId(String id) implements Location {}

    /// All containers with a label.
    ///
    /// @param value null if the label alone is enough
    record Label(String key, @Nullable String value) implements Location {}

    /// A container of each pod that a selector finds.
    ///
    /// @param selector by labels, as `kubectl get -l` takes it
    /// @param container its name in the pod; null for the one that kubectl takes
    /// @param namespace null for the context's
    /// @param context which of the kubeconfig's; null for the current one
    record Pod(
            String selector,
            @Nullable String container,
            @Nullable String namespace,
            @Nullable String context) implements Location {}

    /// No container: the target is a folder on this machine.
    record LocalFolder() implements Location {}
}
