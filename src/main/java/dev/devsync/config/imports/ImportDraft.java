package dev.devsync.config.imports;

import dev.devsync.config.Action;
import dev.devsync.config.Reactions;
import dev.devsync.config.detect.ProposedRule;
import dev.devsync.config.imports.ImportedKey.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An import that is being put together.
final class ImportDraft {

    private final String tool;
    private final String file;
    private final List<ProposedRule> rules = new ArrayList<>();
    private final List<ImportedKey> keys = new ArrayList<>();
    private final List<String> lint = new ArrayList<>();
    final Map<String, String> env = new LinkedHashMap<>();
    final List<String> envFiles = new ArrayList<>();
    final List<String> ignore = new ArrayList<>();

    @Nullable
    String build;

    @Nullable
    String run;

    @Nullable
    String workingDir;

    @Nullable
    String stopSignal;

    @Nullable
    Duration gracePeriod;

    @Nullable
    Duration quiet;

    Reactions.Restart restart = Reactions.Restart.NO;

    @Nullable
    Integer port;

    @Nullable
    Duration startTimeout;

    ImportDraft(String tool, String file) {
        this.tool = tool;
        this.file = file;
    }

    void mapped(String key, String says) {
        keys.add(new ImportedKey(key, Fate.MAPPED, says));
    }

    void meaningless(String key, String says) {
        keys.add(new ImportedKey(key, Fate.MEANINGLESS, says));
    }

    void missing(String key, String says) {
        keys.add(new ImportedKey(key, Fate.MISSING, says));
    }

    void unknown(String key) {
        keys.add(new ImportedKey(key, Fate.UNKNOWN, tool + " has no such key"));
    }

    void lint(String sentence) {
        lint.add(sentence);
    }

    /// Adds a rule, unless it has no pattern.
    void rule(List<String> changed, @Nullable String exec, Action action, String why) {
        if (!changed.isEmpty()) {
            rules.add(new ProposedRule(changed, exec, action, why));
        }
    }

    Imported done() {
        return new Imported(
                tool,
                file,
                build,
                run,
                workingDir,
                env,
                envFiles,
                rules,
                ignore,
                stopSignal,
                gracePeriod,
                quiet,
                restart,
                port,
                startTimeout,
                keys,
                lint);
    }
}
