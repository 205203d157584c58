package dev.devsync.cli;

import dev.devsync.config.ConfigException;
import dev.devsync.config.ConfigFile;
import dev.devsync.config.compose.ComposeFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a project's configuration is: in a devsync.yaml, which is complete by itself, else in its compose file.
sealed interface Configuration {

    record Devsync(Path file) implements Configuration {}

    record Compose(ComposeFiles files) implements Configuration {}

    /// @param named the file that was named by `--file`; null to look for one
    /// @throws ConfigException if there are two that contradict each other, or variables cannot be read
    static Optional<Configuration> find(Surroundings surroundings, @Nullable Path named) throws ConfigException {
        Path folder = surroundings.folder();
        if (named != null) {
            return Optional.of(
                    ComposeFiles.isOne(named)
                            ? new Compose(ComposeFiles.ofFile(folder, named, surroundings.environment()))
                            : new Devsync(folder.resolve(named)));
        }
        Optional<Path> devsync = ConfigFile.find(folder);
        return devsync.isPresent()
                ? devsync.map(Devsync::new)
                : ComposeFiles.find(folder, surroundings.environment()).map(Compose::new);
    }
}
