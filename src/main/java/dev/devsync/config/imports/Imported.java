package dev.devsync.config.imports;

import dev.devsync.config.Reactions;
import dev.devsync.config.detect.ProposedRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Another tool's file, as devsync's configuration.
///
/// @param tool the tool's name
/// @param file its file, by its path in the project's folder
/// @param build null if nothing is built
/// @param run null if the file does not say what is started
/// @param workingDir relative to the project's folder; null for that folder
/// @param env variables of the commands
/// @param envFiles files with variables, relative to the project's folder
/// @param rules what follows when certain files change, in the order in which they count
/// @param ignore what stays on the host, in gitignore syntax
/// @param stopSignal null for devsync's default
/// @param gracePeriod null for devsync's default
/// @param quiet null for devsync's default
/// @param restart what follows when the app ends by itself
/// @param port where the app listens; null if the file does not say it
/// @param startTimeout for how long it is waited for the port; null for devsync's default
/// @param keys what became of each key, in the file's order
/// @param lint mistakes in the file, each a sentence
public record Imported(
        String tool,
        String file,
        @Nullable String build,
        @Nullable String run,
        @Nullable String workingDir,
        Map<String, String> env,
        List<String> envFiles,
        List<ProposedRule> rules,
        List<String> ignore,
        @Nullable String stopSignal,
        @Nullable Duration gracePeriod,
        @Nullable Duration quiet,
        Reactions.Restart restart,
        @Nullable Integer port,
        @Nullable Duration startTimeout,
        List<ImportedKey> keys,
        List<String> lint) {
    public Imported {
        envFiles = List.copyOf(envFiles);
        rules = List.copyOf(rules);
        ignore = List.copyOf(ignore);
        keys = List.copyOf(keys);
        lint = List.copyOf(lint);
    }
}
