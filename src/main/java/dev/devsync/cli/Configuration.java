package dev.devsync.cli;

import dev.devsync.config.ConfigException;
import dev.devsync.config.ConfigFile;
import dev.devsync.config.compose.ComposeFiles;
import dev.devsync.config.imports.Importer;
import dev.devsync.config.starter.Starter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a project's configuration is: in a devsync.yaml, which is complete by itself, else in its compose file, else
/// in the file of a tool that devsync replaces.
sealed interface Configuration {

    record Devsync(Path file) implements Configuration {}

    record Compose(ComposeFiles files) implements Configuration {}

    /// @param name of that tool's file
    /// @param devsync where the devsync.yaml would be that is as good as that file
    record OfAnotherTool(String name, Path devsync, Starter starter) implements Configuration {}

    /// Another tool's file that does not say all.
    ///
    /// @param doubt the first thing that it leaves open, a sentence
    record Unclear(String name, String doubt) implements Configuration {}

    /// @param named the file that was named by `--file`; null to look for one
    /// @return empty if there is none
    /// @throws ConfigException if there are two that contradict each other, or one cannot be read
    static Optional<Configuration> find(Surroundings surroundings, @Nullable Path named)
            throws ConfigException, IOException {
        Path folder = surroundings.folder();
        if (named != null) {
            return Optional.of(
                    ComposeFiles.isOne(folder.resolve(named))
                            ? new Compose(ComposeFiles.ofFile(folder, named, surroundings.environment()))
                            : new Devsync(folder.resolve(named)));
        }
        Optional<Path> devsync = ConfigFile.find(folder);
        if (devsync.isPresent()) {
            return devsync.map(Devsync::new);
        }
        Optional<ComposeFiles> compose = ComposeFiles.find(folder, surroundings.environment());
        Optional<String> other = Importer.fileIn(folder);
        if (compose.isPresent() && (other.isEmpty() || compose.get().speaksOfSyncing())) {
            return compose.map(Compose::new);
        }
        return other.isPresent() ? Optional.of(ofAnotherTool(folder, other.get())) : Optional.empty();
    }

    private static Configuration ofAnotherTool(Path folder, String name) throws ConfigException, IOException {
        Starter starter = Starter.of(folder);
        return starter.doubts().isEmpty()
                ? new OfAnotherTool(name, folder.toAbsolutePath().normalize().resolve("devsync.yaml"), starter)
                : new Unclear(name, starter.doubts().getFirst());
    }
}
