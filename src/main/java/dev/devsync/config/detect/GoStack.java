package dev.devsync.config.detect;

import dev.devsync.config.Action;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Go with modules.
final class GoStack implements Stack {

    private static final Pattern MODULE = Pattern.compile("(?m)^module\\s+\"?(\\S+?)\"?\\s*$");
    private static final Pattern MAIN = Pattern.compile("(?m)^(package main)\\b");
    private static final Pattern EMBED = Pattern.compile("(?m)^(//go:embed )");

    @Override
    public Optional<Detection> detect(ProjectFiles files) throws IOException {
        if (!files.has("go.mod")) {
            return Optional.empty();
        }
        String module = files.match("go.mod", MODULE).orElse(files.name());
        Draft draft = new Draft(Language.GO).evidence("go.mod", "the Go module " + module);
        String name = module.replaceFirst("/v\\d+$", "").replaceFirst(".*/", "");
        List<String> programs = programs(files);
        if (programs.isEmpty()) {
            draft.check("No main package was found in this folder or in cmd/: say in `build` and `run` what to start.");
        } else {
            build(draft, name, programs);
        }
        draft.rule(
                List.of("go.mod", "go.sum"),
                "go mod download",
                Action.BUILD,
                "other modules are needed: they are fetched before the build");
        draft.rule(List.of("*_test.go"), null, Action.NONE, "tests are no part of the app");
        if (!embeds(files)) {
            List<String> templates = files.those("templates", "views");
            if (!templates.isEmpty()) {
                draft.rule(
                        templates.stream().map(each -> each + "/**").toList(),
                        null,
                        Action.RESTART,
                        "templates are read when the app starts");
            }
            List<String> assets = files.those("static", "public", "assets");
            if (!assets.isEmpty()) {
                draft.rule(
                        assets.stream().map(each -> each + "/**").toList(),
                        null,
                        Action.RELOAD,
                        "read from disk with each request");
            }
        }
        return Optional.of(draft.done());
    }

    private static void build(Draft draft, String module, List<String> programs) {
        String program = programs.stream()
                .filter(each -> each.endsWith("/" + module))
                .findFirst()
                .orElse(programs.getFirst());
        String binary = "/tmp/" + (program.equals(".") ? module : program.replaceFirst(".*/", ""));
        String build = "go build -o %s %s".formatted(binary, program);
        if (programs.size() == 1) {
            draft.build(Proposal.found(build, program + " is the module's main package"));
        } else {
            String all = String.join(", ", programs);
            draft.build(Proposal.guessed(build, "the module has several main packages: " + all));
            draft.check("There are several programs (%s): is %s the one to run?".formatted(all, program));
        }
        draft.run(Proposal.found(binary, "what `build` makes"));
    }

    /// The module's main packages, in the places where they usually are.
    private static List<String> programs(ProjectFiles files) throws IOException {
        List<String> programs = new ArrayList<>();
        if (isProgram(files, "")) {
            programs.add(".");
        }
        for (String each : files.names("cmd", "*")) {
            if (isProgram(files, "cmd/" + each)) {
                programs.add("./cmd/" + each);
            }
        }
        return programs;
    }

    private static boolean isProgram(ProjectFiles files, String folder) throws IOException {
        return anyMatches(files, folder, MAIN);
    }

    static boolean embeds(ProjectFiles files) throws IOException {
        for (String folder : List.of("", "web", "internal", "static", "templates", "assets", "public", "ui")) {
            if (anyMatches(files, folder, EMBED)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyMatches(ProjectFiles files, String folder, Pattern pattern) throws IOException {
        for (String name : files.names(folder, "*.go")) {
            String path = folder.isEmpty() ? name : folder + "/" + name;
            if (!name.endsWith("_test.go") && files.match(path, pattern).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
