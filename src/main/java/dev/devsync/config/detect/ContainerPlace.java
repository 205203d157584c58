package dev.devsync.config.detect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where a project runs, as its Dockerfile and its compose file say.
///
/// @param service the name of the service in the configuration: the compose service's, or one made of the
///     folder's name
/// @param compose the compose file that names the service; empty if there is none, and the container is found by name
/// @param project the name that the compose file gives its project; empty if Compose takes the folder's
/// @param target the folder in the container
/// @param port where the app listens in the container
/// @param checks what somebody should look at or change, each a sentence
public record ContainerPlace(
        String service,
        Optional<String> compose,
        Optional<String> project,
        Proposal<String> target,
        Optional<Proposal<Integer>> port,
        List<String> checks) {
    public ContainerPlace {
        checks = List.copyOf(checks);
    }

    /// Looks at a folder's Dockerfile and compose file.
    ///
    /// @throws IOException if a file that is there cannot be read
    public static ContainerPlace of(Path folder) throws IOException {
        return new PlaceFinder(new ProjectFiles(folder)).find();
    }
}
