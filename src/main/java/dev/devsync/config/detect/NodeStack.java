package dev.devsync.config.detect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsync.config.Action;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// JavaScript and TypeScript on Node.js.
final class NodeStack implements Stack {

    /// Development servers that load changed code by themselves, with the port that each takes.
    private enum Server {
        VITE("vite", 5173),
        NEXT("next", 3000),
        NUXT("nuxt", 3000),
        ASTRO("astro", 4321),
        REACT_SCRIPTS("react-scripts", 3000),
        ANGULAR("ng", 4200),
        WEBPACK("webpack", 8080),
        VUE("vue-cli-service", 8080),
        PARCEL("parcel", 1234),
        GATSBY("gatsby", 8000),
        REMIX("remix", 3000);

        private final String program;
        private final int port;

        Server(String program, int port) {
            this.program = program;
            this.port = port;
        }

        private static Optional<Server> in(String script) {
            for (Server server : values()) {
                if (Pattern.compile("(^|[\\s/])" + server.program + "(\\s|$|-dev-server)")
                        .matcher(script)
                        .find()) {
                    return Optional.of(server);
                }
            }
            return Optional.empty();
        }
    }

    /// Programs that watch and restart, which is devsync's own work: what they start is started in their place.
    private static final Pattern RESTARTER = Pattern.compile(
            "(?:npx )?(?:nodemon|node-dev|node --watch|tsx watch|ts-node-dev(?: --?\\S+)*)\\s+([\\w./-]+\\.[cm]?[jt]s)");

    private static final Pattern PLAIN_NODE = Pattern.compile("node [\\w./ =:-]+");
    private static final Pattern BUILT = Pattern.compile("node \\.?/?(dist|build|lib|out)/.*");

    @Override
    public Optional<Detection> detect(ProjectFiles files) throws IOException {
        if (!files.has("package.json")) {
            return Optional.empty();
        }
        JsonNode scripts = files.json("package.json").path("scripts");
        Draft draft = new Draft(Language.NODE).ignore("node_modules/");
        Packages manager = Packages.of(files);
        draft.rule(
                manager.files(),
                manager.install(),
                Action.RESTART,
                "other packages are needed: they are installed before the restart");
        Optional<String> served = served(scripts);
        if (served.isPresent()) {
            devServer(draft, manager, served.get(), scripts.path(served.get()).asText());
        } else {
            program(draft, files, manager, scripts);
        }
        return Optional.of(draft.done());
    }

    /// The script that starts a server which loads changed code by itself.
    private static Optional<String> served(JsonNode scripts) {
        return List.of("dev", "serve", "start").stream()
                .filter(name -> Server.in(scripts.path(name).asText()).isPresent())
                .findFirst();
    }

    private static void devServer(Draft draft, Packages manager, String name, String script) {
        Server server = Server.in(script).orElseThrow();
        draft.evidence("package.json", "the script %s starts %s".formatted(name, server.program));
        draft.run(Proposal.found(manager.run(name), "the script " + name + ": " + script));
        draft.port(Proposal.guessed(server.port, server.program + "'s own"));
        draft.rule(List.of("*"), null, Action.NONE, server.program + " loads changed code by itself");
        if (!script.contains("--host") && !script.contains("0.0.0.0")) {
            draft.check(server.program + " may listen on the container's loopback only: give it the option that makes"
                    + " it listen on 0.0.0.0 (vite: --host), or no port mapping reaches it.");
        }
    }

    private static void program(Draft draft, ProjectFiles files, Packages manager, JsonNode scripts)
            throws IOException {
        String start = scripts.path("start").asText();
        String dev = scripts.path("dev").asText();
        JsonNode main = files.json("package.json").path("main");
        boolean nest = files.has("nest-cli.json");
        Matcher restarter = RESTARTER.matcher(dev);
        draft.evidence("package.json", nest ? "NestJS" : "Node.js");
        if (nest) {
            draft.build(Proposal.found(manager.run("build"), "the script build"));
            draft.run(Proposal.guessed("node dist/main.js", "where Nest puts it"));
        } else if (BUILT.matcher(start).matches() && scripts.has("build")) {
            draft.build(Proposal.found(manager.run("build"), "`start` runs what the script build makes"));
            draft.run(Proposal.found(start, "the script start"));
        } else if (restarter.matches()) {
            String file = restarter.group(1);
            draft.run(Proposal.found(
                    (file.endsWith("ts") ? (dev.contains("tsx") ? "npx tsx " : "npx ts-node ") : "node ") + file,
                    "the script dev, without its watching, which is devsync's: " + dev));
        } else if (PLAIN_NODE.matcher(start).matches()) {
            draft.run(Proposal.found(start, "the script start, without npm, so that signals reach the app"));
        } else if (!start.isEmpty() || !dev.isEmpty()) {
            String name = start.isEmpty() ? "dev" : "start";
            draft.run(Proposal.guessed(manager.run(name), "the script " + name));
        } else {
            Optional<String> file = main.isTextual() && files.has(main.asText())
                    ? Optional.of(main.asText())
                    : files.first("server.js", "index.js", "app.js", "main.js");
            file.ifPresentOrElse(
                    each -> draft.run(Proposal.guessed("node " + each, each + " is there")),
                    () -> draft.check("Say in `run` how the app is started."));
        }
        draft.rule(
                List.of("*.test.*", "*.spec.*", "/test/**", "/tests/**", "**/__tests__/**"),
                null,
                Action.NONE,
                "tests are no part of the app");
        List<String> assets = files.those("public", "static", "views");
        if (!assets.isEmpty()) {
            draft.rule(
                    assets.stream().map(each -> "/" + each + "/**").toList(),
                    null,
                    Action.RELOAD,
                    "read from disk with each request");
        }
    }

    /// What installs packages and runs scripts.
    private record Packages(List<String> files, String install, String program) {
        static Packages of(ProjectFiles files) {
            if (files.has("pnpm-lock.yaml")) {
                return with("pnpm-lock.yaml", "pnpm install --frozen-lockfile", "pnpm");
            }
            if (files.has("yarn.lock")) {
                String install =
                        files.has(".yarnrc.yml") ? "yarn install --immutable" : "yarn install --frozen-lockfile";
                return with("yarn.lock", install, "yarn");
            }
            Optional<String> bun = files.first("bun.lock", "bun.lockb");
            if (bun.isPresent()) {
                return with(bun.get(), "bun install --frozen-lockfile", "bun");
            }
            return files.has("package-lock.json")
                    ? with("package-lock.json", "npm ci", "npm")
                    : with("package-lock.json", "npm install", "npm");
        }

        private static Packages with(String lock, String install, String program) {
            return new Packages(List.of("/package.json", "/" + lock), install, program);
        }

        String run(String script) {
            return program + " run " + script;
        }
    }
}
