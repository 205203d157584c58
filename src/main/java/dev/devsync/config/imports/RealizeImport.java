package dev.devsync.config.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsync.config.Action;
import dev.devsync.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// realize's `.realize.yaml`: the first project of its schema.
final class RealizeImport implements Importer {

    private static final List<String> NAMES = List.of(".realize.yaml", ".realize.yml");

    @Override
    public Optional<String> find(Path folder) {
        return NAMES.stream()
                .filter(name -> Files.isRegularFile(folder.resolve(name)))
                .findFirst();
    }

    @Override
    public Imported read(Path folder, String file) throws ConfigException, IOException {
        JsonNode root = Documents.yaml(folder.resolve(file));
        ImportDraft draft = new ImportDraft("realize", file);
        JsonNode schema = root.path("schema");
        JsonNode project = schema.path(0);
        commands(project, draft);
        rules(project.path("watcher"), draft);
        String path = project.path("path").asText(".");
        draft.workingDir = path.equals(".") || path.equals("./") || path.isBlank() ? null : path;
        JsonNode env = project.has("env") ? project.path("env") : project.path("environment");
        env.properties()
                .forEach(entry -> draft.env.put(entry.getKey(), entry.getValue().asText()));
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            noteTop(entry.getKey(), draft);
        }
        for (Map.Entry<String, JsonNode> entry : project.properties()) {
            note(entry.getKey(), entry.getValue(), draft);
        }
        if (schema.size() > 1) {
            draft.lint("schema has %d projects: %s is imported; write a service of devsync.yaml for each of the others."
                    .formatted(schema.size(), project.path("name").asText("the first")));
        }
        if (schema.isEmpty()) {
            draft.lint("schema has no project: there was nothing to import but defaults.");
        }
        return draft.done();
    }

    private static void commands(JsonNode project, ImportDraft draft) {
        JsonNode commands = project.path("commands");
        List<String> steps = new ArrayList<>();
        for (JsonNode script : project.path("watcher").path("scripts")) {
            if (script.path("type").asText().equals("before")
                    && !script.path("global").asBoolean()) {
                steps.add(script.path("command").asText());
            }
        }
        add(commands.path("generate"), "go generate", "./...", steps);
        add(commands.path("vet"), "go vet", "./...", steps);
        add(commands.path("test"), "go test", "./...", steps);
        String name = project.path("name").asText("app").replaceAll("[^A-Za-z0-9._-]+", "-");
        String program = "/tmp/" + (name.isEmpty() ? "app" : name);
        JsonNode building = isOn(commands.path("build")) ? commands.path("build") : commands.path("install");
        String arguments = String.join(" ", Documents.texts(building.path("args")));
        String method = isOn(commands.path("build")) ? building.path("method").asText("go build") : "go build";
        steps.add(join(method.isBlank() ? "go build" : method, "-o", program, arguments, "."));
        draft.build = String.join(" && ", steps);
        boolean runs = isOn(commands.path("run"));
        draft.run = runs || commands.isMissingNode()
                ? join(program, String.join(" ", Documents.texts(project.path("args"))))
                : null;
        if (!runs && !commands.isMissingNode()) {
            draft.lint("commands.run is not on: say in `run` what devsync is to start, or leave it out.");
        }
        if (isOn(commands.path("test"))) {
            draft.lint("commands.test runs all tests before each start: take them out of `build` for faster restarts.");
        }
    }

    private static void add(JsonNode command, String usual, String usualArguments, List<String> steps) {
        if (isOn(command)) {
            String method = command.path("method").asText();
            List<String> arguments = Documents.texts(command.path("args"));
            steps.add(join(
                    method.isBlank() ? usual : method,
                    arguments.isEmpty() ? usualArguments : String.join(" ", arguments)));
        }
    }

    private static String join(String... words) {
        return String.join(
                " ", List.of(words).stream().filter(word -> !word.isBlank()).toList());
    }

    /// Version 1 wrote true, version 2 a mapping with a status.
    private static boolean isOn(JsonNode command) {
        return command.isBoolean()
                ? command.asBoolean()
                : command.path("status").asBoolean();
    }

    private static void rules(JsonNode watcher, ImportDraft draft) {
        List<String> ignored = new ArrayList<>();
        for (String key : List.of("ignored_paths", "ignore_paths")) {
            Documents.texts(watcher.path(key)).stream().map(Patterns::folder).forEach(ignored::add);
        }
        JsonNode ignore = watcher.path("ignore").isMissingNode() ? watcher.path("ignored") : watcher.path("ignore");
        Documents.texts(ignore.path("paths")).stream().map(Patterns::folder).forEach(ignored::add);
        ignored.addAll(Patterns.endings(List.of(), Documents.texts(ignore.path("extensions"))));
        draft.rule(ignored, null, Action.NONE, "what realize ignores");
        List<String> endings =
                Documents.texts(watcher.has("extensions") ? watcher.path("extensions") : watcher.path("exts"));
        List<String> paths = Documents.texts(watcher.path("paths")).stream()
                .filter(path -> !path.equals("/") && !path.equals(".") && !path.equals("./"))
                .toList();
        draft.rule(
                Patterns.endings(paths, endings.isEmpty() ? List.of("go") : endings),
                null,
                Action.BUILD,
                "what realize watches");
        draft.rule(List.of("*"), null, Action.NONE, "realize does nothing for other files");
        if (!endings.isEmpty() && !endings.contains("go") && !endings.contains(".go")) {
            draft.lint("watcher.extensions has no go: changes to Go sources build nothing.");
        }
        for (String path : paths) {
            if (ignored.contains(Patterns.folder(path))) {
                draft.lint("watcher.paths and the ignored paths both have %s: it is ignored.".formatted(path));
            }
        }
    }

    private static void noteTop(String key, ImportDraft draft) {
        switch (key) {
            case "schema" -> draft.mapped(key, "a service");
            case "settings" -> draft.meaningless(key, "about realize itself: polling, log files, file limits");
            case "server" -> draft.meaningless(key, "devsync serves no page of its own: `devsync status` tells");
            default -> draft.unknown(key);
        }
    }

    private static void note(String key, JsonNode value, ImportDraft draft) {
        switch (key) {
            case "name" -> draft.mapped("schema.name", "the program's name in `build` and `run`");
            case "path" -> draft.mapped("schema.path", "`working_dir`");
            case "env", "environment" -> draft.mapped("schema." + key, "`env`");
            case "args" -> draft.mapped("schema.args", "`run`");
            case "commands" -> value.properties().forEach(entry -> noteCommand(entry.getKey(), draft));
            case "watcher" -> value.properties().forEach(entry -> noteWatcher(entry.getKey(), entry.getValue(), draft));
            case "errorOutputPattern", "error_output_pattern" ->
                draft.meaningless("schema." + key, "the exit code tells");
            default -> draft.unknown("schema." + key);
        }
    }

    private static void noteCommand(String command, ImportDraft draft) {
        String key = "schema.commands." + command;
        switch (command) {
            case "build", "install", "generate", "vet", "test" -> draft.mapped(key, "`build`");
            case "run" -> draft.mapped(key, "`run`");
            case "fmt", "fix", "clean" ->
                draft.meaningless(
                        key, "it changes files in the container, which never come back: leave it to the editor");
            default -> draft.unknown(key);
        }
    }

    private static void noteWatcher(String name, JsonNode value, ImportDraft draft) {
        String key = "schema.watcher." + name;
        switch (name) {
            case "paths", "extensions", "exts", "ignore", "ignored", "ignored_paths", "ignore_paths" ->
                draft.mapped(key, "the rules of `on`");
            case "scripts" -> {
                for (JsonNode script : value) {
                    boolean before = script.path("type").asText().equals("before")
                            && !script.path("global").asBoolean();
                    if (before) {
                        draft.mapped(key, "`build`, before its own command");
                    } else {
                        draft.missing(
                                key,
                                "`%s` runs at another time than a build: `post_sync` may do"
                                        .formatted(script.path("command").asText()));
                    }
                }
            }
            case "hidden", "preview" -> draft.meaningless(key, "`ignore` of the sync says what is left out");
            default -> draft.unknown(key);
        }
    }
}
