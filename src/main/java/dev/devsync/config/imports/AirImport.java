package dev.devsync.config.imports;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsync.config.Action;
import dev.devsync.config.ConfigException;
import dev.devsync.config.Reactions;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// air's `.air.toml`. What the file leaves out has air's own defaults.
final class AirImport implements Importer {

    private static final List<String> NAMES = List.of(".air.toml", ".air.conf");

    /// `air init` writes it into each file: a guess at when an editor is done, and nobody's wish.
    private static final Duration DEFAULT_DELAY = Duration.ofSeconds(1);

    private static final String NEVER_POLLED = "devsync never polls";
    private static final String OWN_OUTPUT = "devsync's output has times and names by itself";

    @Override
    public Optional<String> find(Path folder) {
        return NAMES.stream()
                .filter(name -> Files.isRegularFile(folder.resolve(name)))
                .findFirst();
    }

    @Override
    public Imported read(Path folder, String file) throws ConfigException, IOException {
        JsonNode root = Documents.toml(folder.resolve(file));
        ImportDraft draft = new ImportDraft("air", file);
        JsonNode build = forLinux(root.path("build"), draft);
        commands(build, draft);
        rules(root, build, draft);
        waits(build, draft);
        surroundings(root, draft);
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            noteTop(entry.getKey(), entry.getValue(), draft);
        }
        new AirLint(folder, root, build).check(draft);
        return draft.done();
    }

    /// The build section with what is said for Linux, where containers are, laid over it.
    private static JsonNode forLinux(JsonNode build, ImportDraft draft) {
        ObjectNode merged = build.isObject() ? build.deepCopy() : Documents.empty();
        if (build.path("linux").isObject()) {
            merged.setAll((ObjectNode) build.path("linux"));
        }
        if (build.has("windows") || build.has("darwin")) {
            draft.lint("[build.windows] and [build.darwin] are left out: the commands run in a container, on Linux.");
        }
        return merged;
    }

    private static void commands(JsonNode build, ImportDraft draft) {
        List<String> lines = new ArrayList<>(Documents.texts(build.path("pre_cmd")));
        lines.add(build.path("cmd").asText("go build -o ./tmp/main ."));
        String all = lines.stream().filter(line -> !line.isBlank()).collect(joining(" && "));
        draft.build = all.isEmpty() ? null : all;
        String arguments = words(Documents.texts(build.path("args_bin")));
        draft.run = (program(build) + " " + arguments).strip();
        draft.restart = build.path("rerun").asBoolean() ? Reactions.Restart.ON_FAILURE : Reactions.Restart.NO;
    }

    /// What is started; a value that is left empty counts as left out, as it does for air.
    private static String program(JsonNode build) {
        String full = build.path("full_bin").asText();
        String entrypoint = words(Documents.texts(build.path("entrypoint")));
        String bin = build.path("bin").asText();
        return Stream.of(full, entrypoint, bin, "./tmp/main")
                .filter(each -> !each.isBlank())
                .findFirst()
                .orElseThrow();
    }

    /// Words as a line of shell.
    private static String words(List<String> words) {
        return words.stream()
                .map(word -> word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(joining(" "));
    }

    private static void rules(JsonNode root, JsonNode build, ImportDraft draft) {
        String temporary = root.path("tmp_dir").asText("tmp");
        draft.ignore.add(Patterns.folder(temporary).replaceFirst("\\*\\*$", ""));
        List<String> excluded = new ArrayList<>();
        List<String> folders = build.has("exclude_dir")
                ? Documents.texts(build.path("exclude_dir"))
                : List.of("assets", "vendor", "testdata");
        folders.stream()
                .filter(each -> !each.isBlank() && !each.equals(temporary))
                .map(Patterns::folder)
                .forEach(excluded::add);
        Documents.texts(root.path("testdata_dir")).stream()
                .map(Patterns::folder)
                .filter(each -> !excluded.contains(each))
                .forEach(excluded::add);
        Documents.texts(build.path("exclude_file")).stream().map(Patterns::file).forEach(excluded::add);
        excluded.addAll(regexes(build, draft));
        draft.rule(excluded, null, Action.NONE, "what air excludes");
        for (JsonNode rule : build.path("rules")) {
            draft.rule(
                    included(rule, List.of()),
                    rule.path("cmd").asText(),
                    Action.BUILD,
                    "air's rule %s; the build follows, because files that are made in the container start nothing"
                            .formatted(rule.path("name").asText()));
        }
        draft.rule(included(build, List.of("go", "tpl", "tmpl", "html")), null, Action.BUILD, "what air watches");
        draft.rule(List.of("*"), null, Action.NONE, "air does nothing for other files");
    }

    private static List<String> regexes(JsonNode build, ImportDraft draft) {
        List<String> regexes =
                build.has("exclude_regex") ? Documents.texts(build.path("exclude_regex")) : List.of("_test\\.go");
        List<String> patterns = new ArrayList<>();
        for (String regex : regexes.stream().filter(each -> !each.isBlank()).toList()) {
            Patterns.regex(regex)
                    .ifPresentOrElse(
                            patterns::add,
                            () -> draft.lint(("exclude_regex has `%s`, which no pattern says as well: add to the first"
                                            + " rule what it is meant to exclude.")
                                    .formatted(regex)));
        }
        return patterns;
    }

    private static List<String> included(JsonNode section, List<String> endings) {
        List<String> wanted = section.has("include_ext") ? Documents.texts(section.path("include_ext")) : endings;
        return Stream.concat(
                        Documents.texts(section.path("include_file")).stream().map(Patterns::file),
                        Patterns.endings(Documents.texts(section.path("include_dir")), wanted).stream())
                .toList();
    }

    private static void waits(JsonNode build, ImportDraft draft) {
        draft.quiet = Milliseconds.of(build.path("delay"))
                .filter(each -> !each.equals(DEFAULT_DELAY))
                .orElse(null);
        if (build.path("send_interrupt").asBoolean()) {
            draft.stopSignal = "SIGINT";
            draft.gracePeriod = Milliseconds.of(build.path("kill_delay"))
                    .filter(each -> !each.isZero())
                    .orElse(null);
        }
    }

    private static void surroundings(JsonNode root, ImportDraft draft) {
        draft.envFiles.addAll(Documents.texts(root.path("env_files")));
        String folder = root.path("root").asText(".");
        draft.workingDir = folder.equals(".") || folder.isBlank() || folder.startsWith("/") ? null : folder;
        JsonNode proxy = root.path("proxy");
        if (proxy.path("enabled").asBoolean() && proxy.path("app_port").asInt() > 0) {
            draft.port = proxy.path("app_port").asInt();
            draft.startTimeout = Milliseconds.of(proxy.path("app_start_timeout"))
                    .filter(each -> !each.isZero())
                    .orElse(null);
        }
    }

    private static void noteTop(String key, JsonNode value, ImportDraft draft) {
        switch (key) {
            case "root" -> draft.mapped(key, "`working_dir`");
            case "tmp_dir" -> draft.mapped(key, "`ignore` of the sync: what is built there stays where it is built");
            case "testdata_dir" -> draft.mapped(key, "a rule with `action: none`");
            case "env_files" -> draft.mapped(key, "`env_file`");
            case "build", "log", "color", "misc", "screen", "proxy" -> {
                for (Map.Entry<String, JsonNode> entry : value.properties()) {
                    note(key, entry.getKey(), entry.getValue(), draft);
                }
            }
            default -> draft.unknown(key);
        }
    }

    private static void note(String section, String name, JsonNode value, ImportDraft draft) {
        String key = section + "." + name;
        switch (key) {
            case "build.cmd" -> draft.mapped(key, "`build`");
            case "build.pre_cmd" -> draft.mapped(key, "`build`, before its own command");
            case "build.bin", "build.full_bin", "build.entrypoint", "build.args_bin" -> draft.mapped(key, "`run`");
            case "build.include_ext", "build.include_dir", "build.include_file" ->
                draft.mapped(key, "a rule with `action: build`");
            case "build.exclude_dir", "build.exclude_file", "build.exclude_regex" ->
                draft.mapped(key, "a rule with `action: none`");
            case "build.rules" -> draft.mapped(key, "rules with `exec`");
            case "build.linux" -> draft.mapped(key, "laid over the rest: containers run Linux");
            case "build.darwin", "build.windows" -> draft.meaningless(key, "containers run Linux");
            case "build.delay" -> {
                if (draft.quiet == null) {
                    draft.meaningless(key, "a second is only air's default; devsync sees when the files are quiet");
                } else {
                    draft.mapped(key, "`quiet`");
                }
            }
            case "build.send_interrupt" ->
                draft.mapped(key, value.asBoolean() ? "`stop_signal: SIGINT`" : "SIGTERM is sent, which is softer");
            case "build.kill_delay" -> draft.mapped(key, "`stop_grace_period`, where send_interrupt is on");
            case "build.rerun" -> draft.mapped(key, "`restart: on-failure`; an app that ends with 0 stays ended");
            case "build.rerun_delay" -> draft.meaningless(key, "the pause starts at 100 ms and grows");
            case "build.stop_on_error" ->
                draft.meaningless(key, "a failed build always leaves the old app running, never a stale one restarted");
            case "build.exclude_unchanged" -> draft.meaningless(key, "always so: the content counts, not the time");
            case "build.ignore_dangerous_root_dir" ->
                draft.meaningless(key, "only the folder of the sync is watched, whatever root is");
            case "build.follow_symlink" -> draft.meaningless(key, "links are synced as links");
            case "build.poll", "build.poll_interval" -> draft.meaningless(key, NEVER_POLLED);
            case "build.log", "log.time", "log.main_only", "log.silent" -> draft.meaningless(key, OWN_OUTPUT);
            case "build.post_cmd" -> draft.missing(key, "nothing runs when devsync ends");
            case "misc.clean_on_exit" -> draft.meaningless(key, "what was built is in the container");
            case "screen.clear_on_rebuild", "screen.keep_scroll" -> draft.meaningless(key, "the screen is left alone");
            case "proxy.app_port" -> draft.mapped(key, "`ready`");
            case "proxy.app_start_timeout" -> draft.mapped(key, "`timeout` of `ready`");
            case "proxy.enabled", "proxy.proxy_port" ->
                draft.missing(key, "no proxy is configured by an import; browsers ask the app itself");
            default -> {
                if (section.equals("color")) {
                    draft.meaningless(key, OWN_OUTPUT);
                } else {
                    draft.unknown(key);
                }
            }
        }
    }

    /// Common mistakes in the file.
    private record AirLint(Path folder, JsonNode root, JsonNode build) {

        void check(ImportDraft draft) throws IOException {
            List<String> arguments = Documents.texts(build.path("args_bin"));
            if (arguments.contains("-o")) {
                draft.lint("args_bin has -o: it goes to the app, not to `go build`; put it into cmd.");
            }
            if (build.has("bin")) {
                draft.lint("bin is deprecated in air in favour of entrypoint.");
            }
            if (!build.path("full_bin").asText().isBlank() && (build.has("bin") || build.has("entrypoint"))) {
                draft.lint("full_bin is there beside bin or entrypoint: air takes full_bin, and so does the import.");
            }
            checkOutput(draft);
            if (root.path("root").asText().startsWith("/")) {
                draft.lint("root is %s, a path of one machine: commands run in the folder that is synced to."
                        .formatted(root.path("root").asText()));
            }
            if (build.path("poll").asBoolean()) {
                draft.lint("poll is on, as mounted folders need it: synced files need none.");
            }
            checkUnits("delay", draft);
            checkUnits("kill_delay", draft);
            checkFolders(draft);
        }

        /// Whether what is built is what is started.
        private void checkOutput(ImportDraft draft) {
            String command = build.path("cmd").asText("go build -o ./tmp/main .");
            String program =
                    String.valueOf(draft.run).replaceFirst("^(\\w+=\\S* )*", "").replaceFirst(" .*", "");
            String output = command.replaceFirst(".*\\s-o[ =](\\S+).*", "$1");
            boolean known = !output.equals(command) && !program.contains("dlv");
            if (known && !same(output, program)) {
                draft.lint("cmd builds %s, but %s is started: it stays as it was.".formatted(output, program));
            }
        }

        private static boolean same(String one, String other) {
            return Path.of(one).normalize().equals(Path.of(other).normalize());
        }

        private void checkUnits(String key, ImportDraft draft) {
            JsonNode value = build.path(key);
            if (value.isNumber() && value.asInt() > 0 && value.asInt() < 10) {
                draft.lint("%s is %d: a bare number is milliseconds.".formatted(key, value.asInt()));
            }
        }

        private void checkFolders(ImportDraft draft) throws IOException {
            List<String> excluded = Documents.texts(build.path("exclude_dir"));
            List<String> included = Documents.texts(build.path("include_dir"));
            for (String each : excluded) {
                if (included.contains(each)) {
                    draft.lint("%s is in include_dir and in exclude_dir: it is excluded.".formatted(each));
                }
                boolean usual = List.of("vendor", "testdata", "tmp").contains(each);
                if (!usual
                        && hasSources(
                                folder.resolve(root.path("root").asText(".")).resolve(each))) {
                    draft.lint(
                            "exclude_dir has %s, which has Go sources: changes there build nothing.".formatted(each));
                }
            }
            List<String> endings = Documents.texts(build.path("include_ext"));
            if (build.has("include_ext") && !endings.contains("go") && !endings.contains(".go")) {
                draft.lint("include_ext has no go: changes to Go sources build nothing.");
            }
        }

        private static boolean hasSources(Path path) throws IOException {
            if (!Files.isDirectory(path)) {
                return false;
            }
            try (DirectoryStream<Path> sources = Files.newDirectoryStream(path, "*.go")) {
                return sources.iterator().hasNext();
            }
        }
    }
}
