package dev.devsync.config.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsync.config.Action;
import dev.devsync.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// nodemon's `nodemon.json`, or `nodemonConfig` in package.json. What the file leaves out has nodemon's own defaults.
final class NodemonImport implements Importer {

    private static final String FILE = "nodemon.json";
    private static final String PACKAGE = "package.json";
    private static final String IN_PACKAGE = "nodemonConfig";
    private static final Pattern STARTS_NODEMON = Pattern.compile(
            "^(?:npx )?nodemon((?: --?[\\w-]+(?:[ =][^-\\s]\\S*)??)*?)(?: ([\\w./-]+\\.\\w+)(?: .*)?)?$");

    @Override
    public Optional<String> find(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(FILE))) {
            return Optional.of(FILE);
        }
        Path file = folder.resolve(PACKAGE);
        if (!Files.isRegularFile(file) || !Files.readString(file).contains("\"" + IN_PACKAGE + "\"")) {
            return Optional.empty();
        }
        return Optional.of(PACKAGE);
    }

    @Override
    public Imported read(Path folder, String file) throws ConfigException, IOException {
        JsonNode packages = Files.isRegularFile(folder.resolve(PACKAGE))
                ? Documents.json(folder.resolve(PACKAGE))
                : Documents.empty();
        JsonNode root = file.equals(PACKAGE) ? packages.path(IN_PACKAGE) : Documents.json(folder.resolve(file));
        ImportDraft draft = new ImportDraft("nodemon", file);
        draft.run = run(root, packages);
        rules(root, packages, draft);
        draft.quiet = root.has("delay") ? Milliseconds.of(root.path("delay")).orElse(null) : null;
        if (root.has("signal")) {
            draft.stopSignal = root.path("signal").asText();
        }
        root.path("env")
                .properties()
                .forEach(entry -> draft.env.put(entry.getKey(), entry.getValue().asText()));
        String folderThere = root.path("cwd").asText(".");
        draft.workingDir = folderThere.equals(".") || folderThere.isBlank() ? null : folderThere;
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            note(entry.getKey(), draft);
        }
        lint(folder, root, draft);
        return draft.done();
    }

    /// What nodemon starts; null if neither file says it.
    private static @Nullable String run(JsonNode root, JsonNode packages) {
        Optional<String> script = script(root, packages);
        String exec = root.path("exec").asText();
        if (!exec.isBlank()) {
            String filled = exec.replace("{{pwd}}", ".");
            if (filled.contains("{{filename}}")) {
                return script.or(() -> main(packages))
                        .map(each -> filled.replace("{{filename}}", each))
                        .orElse(null);
            }
            // Where no script is named nodemon runs exec alone, whatever package.json has for `main`.
            return script.map(each -> filled + " " + each).orElse(filled);
        }
        return script.or(() -> main(packages))
                .map(each -> started(each, root))
                .or(() -> Optional.of(packages.path("scripts").path("start").asText())
                        .filter(start -> !start.isBlank() && !start.contains("nodemon")))
                .orElse(null);
    }

    private static String started(String script, JsonNode root) {
        String ending = ending(script);
        String program = root.path("execMap").path(ending).asText(ending.equals("ts") ? "npx ts-node" : "node");
        return program.replace("{{pwd}}", ".").contains("{{filename}}")
                ? program.replace("{{filename}}", script)
                : program + " " + script;
    }

    private static String ending(String script) {
        return script.replaceFirst(".*\\.", "");
    }

    /// What is named to nodemon, in its file or on its command line.

    private static Optional<String> script(JsonNode root, JsonNode packages) {
        if (root.path("script").isTextual()) {
            return Optional.of(root.path("script").asText());
        }
        for (Map.Entry<String, JsonNode> entry : packages.path("scripts").properties()) {
            Matcher started = STARTS_NODEMON.matcher(entry.getValue().asText().strip());
            if (started.matches() && started.group(2) != null) {
                return Optional.of(started.group(2));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> main(JsonNode packages) {
        return packages.path("main").isTextual()
                ? Optional.of(packages.path("main").asText())
                : Optional.empty();
    }

    /// Without `ext` nodemon watches files like the one that it starts, and JSON.
    private static List<String> endings(JsonNode root, JsonNode packages) {
        String own = script(root, packages)
                .or(() -> main(packages))
                .map(NodemonImport::ending)
                .orElse("js");
        String usual = List.of("js", "mjs", "cjs").contains(own) ? "js,mjs,cjs,json" : own + ",json";
        String endings = root.path("ext").isTextual() ? root.path("ext").asText() : usual;
        return Arrays.stream(endings.split("[,\\s]+"))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static void rules(JsonNode root, JsonNode packages, ImportDraft draft) {
        List<String> ignored = new ArrayList<>();
        for (String each : Documents.texts(root.path("ignore"))) {
            ignored.add(pattern(each));
        }
        draft.ignore.add("node_modules/");
        draft.rule(ignored, null, Action.NONE, "what nodemon ignores");
        List<String> folders = new ArrayList<>();
        List<String> files = new ArrayList<>();
        for (String each : Documents.texts(root.path("watch"))) {
            if (each.startsWith("!")) {
                draft.lint("watch has `%s`: what is not to be watched belongs in ignore.".formatted(each));
            } else if (each.contains("*") || each.matches(".*[^/.]\\.\\w+")) {
                files.add(pattern(each));
            } else {
                folders.add(each);
            }
        }
        List<String> watched = new ArrayList<>(files);
        if (!folders.isEmpty() || files.isEmpty()) {
            watched.addAll(Patterns.endings(folders, endings(root, packages)));
        }
        draft.rule(watched, null, Action.RESTART, "what nodemon watches");
        draft.rule(List.of("*"), null, Action.NONE, "nodemon does nothing for other files");
    }

    private static String pattern(String written) {
        String bare = written.replaceFirst("^\\./", "");
        return bare.contains("*") ? bare : bare.matches(".*[^/.]\\.\\w+") ? Patterns.file(bare) : Patterns.folder(bare);
    }

    private static void note(String key, ImportDraft draft) {
        switch (key) {
            case "watch", "ext", "ignore" -> draft.mapped(key, "the rules of `on`");
            case "ignoreRoot" -> draft.mapped(key, "`ignore` of the sync has node_modules; .git is always left out");
            case "exec", "execMap", "script" -> draft.mapped(key, "`run`");
            case "delay" -> draft.mapped(key, "`quiet`");
            case "signal" -> draft.mapped(key, "`stop_signal`");
            case "env" -> draft.mapped(key, "`env`");
            case "cwd" -> draft.mapped(key, "`working_dir`");
            case "events" ->
                draft.missing(key, "`post_sync` runs commands, but after each change and not after a restart");
            case "execOptions" -> draft.meaningless(key, "exec, script and ext say the same");
            case "args", "nodeArgs" -> draft.missing(key, "add them to `run`");
            case "runOnChangeOnly" -> draft.missing(key, "the app starts at once");
            case "exitcrash", "exitCrash" -> draft.missing(key, "a crash waits for the next change");
            case "stdin" -> draft.missing(key, "the app gets no input");
            case "legacyWatch", "pollingInterval", "polling", "watchOptions" ->
                draft.meaningless(key, "devsync never polls");
            case "verbose",
                    "quiet",
                    "colours",
                    "colors",
                    "dump",
                    "noUpdateNotifier",
                    "stdout",
                    "restartable",
                    "spawn" -> draft.meaningless(key, "about nodemon itself");
            default -> draft.unknown(key);
        }
    }

    private static void lint(Path folder, JsonNode root, ImportDraft draft) {
        JsonNode delay = root.path("delay");
        if (delay.isNumber() && delay.asDouble() > 0 && delay.asDouble() < 10) {
            draft.lint("delay is %s, which is milliseconds in this file; seconds they are on the command line only."
                    .formatted(delay.asText()));
        }
        if (root.path("legacyWatch").asBoolean()) {
            draft.lint("legacyWatch is on, as mounted folders need it: synced files need none.");
        }
        String exec = root.path("exec").asText();
        if (exec.matches(".*\\b(npm|yarn|pnpm) (run )?\\w+.*")) {
            draft.lint("exec starts the app through a package manager, which keeps signals from it:"
                    + " write what the script runs into `run`.");
        }
        if (exec.contains("&")) {
            draft.lint("exec builds and starts in one line: put what builds into `build`, so that a failed build leaves"
                    + " the old app running.");
        }
        List<String> ignored = Documents.texts(root.path("ignore"));
        for (String each : Documents.texts(root.path("watch"))) {
            if (ignored.contains(each)) {
                draft.lint("watch and ignore both have %s: it is ignored.".formatted(each));
            }
            if (!each.contains("*") && !each.startsWith("!") && !Files.exists(folder.resolve(each))) {
                draft.lint("watch has %s, which is not there.".formatted(each));
            }
        }
        if (root.has("ext") && !root.path("ext").isTextual()) {
            draft.lint("ext is no text: nodemon takes one, with commas, as in \"js,json\".");
        }
        if (draft.run == null) {
            draft.lint("neither exec nor a script says what is started: say it in `run`.");
        }
    }
}
