package dev.devsync.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How the targets of a service are found. There may be several: each replica is one.
public sealed interface Location {

    /// The containers that Compose made for a service.
    ///
    /// @param project the project's name
    /// @param service the service's name in it
    /// @param folder the project's folder: what was made from there under another name may be meant
    record ComposeService(String project, String service, Path folder) implements Location {}

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

    /// No target itself: a `devsync relay`, which passes on to those that it was started for.
    ///
    /// @param tokenFile the file with the token; null if the environment has it
    record Relay(
            String host,
            int port,
            Security security,
            @Nullable Path tokenFile) implements Location {

        /// What protects the line.
        public sealed interface Security permits Plain, Signed, Pinned {}

        /// Nothing: the line stays on this machine, or others secure it.
        public record Plain() implements Security {}

        /// TLS, with a certificate that somebody trusted has signed.
        ///
        /// @param authority whom to trust, PEM; null for those whom Java trusts
        public record Signed(@Nullable Path authority) implements Security {}

        /// TLS, with one certificate and no other.
        ///
        /// @param sha256 its digest, 64 lower-case hexadecimal digits
        public record Pinned(String sha256) implements Security {}
    }
}
