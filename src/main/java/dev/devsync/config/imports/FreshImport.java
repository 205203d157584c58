package dev.devsync.config.imports;

import dev.devsync.config.Action;
import dev.devsync.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// fresh's `runner.conf`: lines of `key: value`. What the file leaves out has fresh's own defaults.
final class FreshImport implements Importer {

    private static final String FILE = "runner.conf";

    /// In milliseconds; fresh's sample file has it, too.
    private static final String DEFAULT_DELAY = "600";

    @Override
    public Optional<String> find(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE)) ? Optional.of(FILE) : Optional.empty();
    }

    @Override
    public Imported read(Path folder, String file) throws ConfigException, IOException {
        Map<String, String> settings = settings(folder.resolve(file));
        ImportDraft draft = new ImportDraft("fresh", file);
        String root = settings.getOrDefault("root", ".");
        String temporary = settings.getOrDefault("tmp_path", "./tmp");
        String binary = temporary.replaceFirst("/+$", "") + "/" + settings.getOrDefault("build_name", "runner-build");
        draft.build = "mkdir -p %s && go build -o %s %s"
                .formatted(temporary, binary, settings.getOrDefault("main_path", root));
        draft.run = binary;
        draft.ignore.add(Patterns.folder(temporary).replaceFirst("\\*\\*$", ""));
        List<String> ignored = list(settings.getOrDefault("ignored", settings.getOrDefault("ignore", "assets, tmp")));
        List<String> folders = List.of(settings.getOrDefault("watch_path", root));
        List<String> watched = list(settings.getOrDefault("valid_ext", ".go, .tpl, .tmpl, .html"));
        List<String> restarting = list(settings.getOrDefault("no_rebuild_ext", ".tpl, .tmpl, .html"));
        draft.rule(
                ignored.stream()
                        .filter(each -> !Patterns.folder(each).equals(Patterns.folder(temporary)))
                        .map(Patterns::folder)
                        .toList(),
                null,
                Action.NONE,
                "what fresh ignores");
        draft.rule(
                Patterns.endings(
                        folders, restarting.stream().filter(watched::contains).toList()),
                null,
                Action.RESTART,
                "what fresh restarts for without a build");
        draft.rule(
                Patterns.endings(
                        folders,
                        watched.stream()
                                .filter(each -> !restarting.contains(each))
                                .toList()),
                null,
                Action.BUILD,
                "what fresh builds for");
        draft.rule(List.of("*"), null, Action.NONE, "fresh does nothing for other files");
        settings.forEach((key, value) -> note(key, value, draft));
        if (watched.stream().noneMatch(".go"::equals)) {
            draft.lint("valid_ext has no .go: changes to Go sources build nothing.");
        }
        restarting.stream()
                .filter(each -> !watched.contains(each))
                .forEach(each -> draft.lint(
                        "no_rebuild_ext has %s, which valid_ext has not: it is not watched.".formatted(each)));
        return draft.done();
    }

    private static Map<String, String> settings(Path file) throws ConfigException, IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String text = line.strip();
            int colon = text.indexOf(':');
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (colon < 0) {
                throw Documents.broken(file, number, 1, "no `key: value`, but `%s`".formatted(text));
            }
            settings.put(
                    text.substring(0, colon).strip(), text.substring(colon + 1).strip());
        }
        return settings;
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static void note(String key, String value, ImportDraft draft) {
        switch (key) {
            case "root", "main_path", "build_name" -> draft.mapped(key, "`build` and `run`");
            case "tmp_path" -> draft.mapped(key, "`build`, `run`, and `ignore` of the sync");
            case "valid_ext", "no_rebuild_ext", "ignored", "ignore", "watch_path" ->
                draft.mapped(key, "the rules of `on`");
            case "build_delay" -> {
                if (value.equals(DEFAULT_DELAY)) {
                    draft.meaningless(key, "it is only fresh's default; devsync sees when the files are quiet");
                } else if (value.matches("\\d{1,6}")) {
                    draft.quiet = Duration.ofMillis(Long.parseLong(value));
                    draft.mapped(key, "`quiet`");
                } else {
                    draft.lint("build_delay is %s: fresh takes a number of milliseconds.".formatted(value));
                    draft.meaningless(key, "it is no number");
                }
            }
            case "build_log" -> draft.meaningless(key, "a failed build's output is shown");
            case "colors" -> draft.meaningless(key, "NO_COLOR switches colours off");
            case "version", "config_path" -> draft.meaningless(key, "about fresh itself");
            default -> {
                if (key.startsWith("log_color")) {
                    draft.meaningless(key, "NO_COLOR switches colours off");
                } else {
                    draft.unknown(key);
                }
            }
        }
    }
}
