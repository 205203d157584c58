package dev.devsync.session;

import dev.devsync.config.ConfigException;
import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.report.Quantity;
import dev.devsync.report.Reporter;
import dev.devsync.report.Status;
import dev.devsync.report.Verdict;
import dev.devsync.target.OriginException;
import dev.devsync.target.TargetException;
import dev.devsync.target.docker.EngineException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// `devsync demo`: a small project is edited for real while devsync keeps a container equal to it. A process in the
/// container says when it sees each save, saves build and restart an app, and at the end the digests of both
/// sides are compared.
public final class Demonstration {

    private static final int BURST = 500;
    static final Duration LIMIT = Duration.ofSeconds(30);

    /// No new revision for so long means that nothing is under way.
    private static final Duration QUIET = Duration.ofMillis(250);

    private final Path folder;
    private final DemoPlace place;
    private final Session.EngineOpener engines;
    private final Reporter reporter;
    private final PrintStream out;

    private Demonstration(
            Path folder, DemoPlace place, Session.EngineOpener engines, Reporter reporter, PrintStream out) {
        this.folder = folder;
        this.place = place;
        this.engines = engines;
        this.reporter = reporter;
        this.out = out;
    }

    /// Where to sync to.
    public enum Choice {
        /// A container if an engine answers, else a local folder.
        BEST,
        LOCAL
    }

    /// Runs it, and takes away what it made but for the folder.
    ///
    /// @param folder an empty folder for the project
    /// @param image the container's image; empty to find or pull a small one
    /// @param out for headings and figures
    /// @return what the final comparison said
    public static Verdict run(
            Path folder, Choice choice, String image, Session.EngineOpener engines, Reporter reporter, PrintStream out)
            throws IOException, ConfigException, OriginException, TargetException, InterruptedException {
        DemoPlace place = choose(folder, choice, image, engines);
        // Ctrl-C leaves nothing behind either; removing twice does no harm.
        Thread cleaner = new Thread(() -> removeQuietly(place, out), "devsync-demo-cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            out.println(place.introduction());
            Path project = Files.createDirectories(folder.resolve("project"));
            Verdict verdict = new Demonstration(project, place, engines, reporter, out).run();
            Runtime.getRuntime().removeShutdownHook(cleaner);
            return verdict;
        } finally {
            place.remover().remove();
        }
    }

    private static DemoPlace choose(Path folder, Choice choice, String image, Session.EngineOpener engines)
            throws IOException {
        if (choice == Choice.LOCAL) {
            return DemoPlace.local(folder, "as asked for");
        }
        try {
            return DemoPlace.container(engines.open(), image);
        } catch (EngineException e) {
            return DemoPlace.local(folder, ContainerFollower.message(e));
        }
    }

    private static void removeQuietly(DemoPlace place, PrintStream out) {
        try {
            place.remover().remove();
        } catch (EngineException e) {
            out.println("The demo's container may stay behind: " + e.getMessage());
        }
    }

    private Verdict run() throws IOException, ConfigException, OriginException, TargetException, InterruptedException {
        Project project = prepare();
        DemoApp app = new DemoApp(folder, reporter, out);
        try (Session session = Session.open(project, project.services(), engines, app)) {
            awaitQuiet(session);
            new DemoSaves(folder, place, out).run();
            awaitQuiet(session);
            app.run();
            step(
                    session,
                    "rename a folder, src/lib -> src/library",
                    () -> Files.move(folder.resolve("src/lib"), folder.resolve("src/library")));
            step(session, "delete three files", () -> {
                for (int i = 0; i < 3; i++) {
                    Files.delete(folder.resolve("docs/page-" + i + ".md"));
                }
            });
            step(session, "make a script executable, add a link", () -> {
                Files.setPosixFilePermissions(folder.resolve("bin/run"), PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.createSymbolicLink(folder.resolve("latest"), Path.of("src"));
            });
            step(session, "write " + BURST + " files at once", () -> {
                Files.createDirectories(folder.resolve("generated"));
                for (int i = 0; i < BURST; i++) {
                    Files.writeString(folder.resolve("generated/file-" + i + ".txt"), "generated " + i + "\n");
                }
            });
            awaitQuiet(session);
            out.println();
            out.println("Comparing the digests of everything on both sides:");
            return new Verification(engines, project.toolbox())
                    .run(project.services())
                    .getFirst();
        } catch (Verification.NoTargetException e) {
            throw new IOException("the demo's container is gone: " + e.getMessage(), e);
        }
    }

    private Project prepare() throws IOException, ConfigException {
        for (String name : List.of("src", "src/lib", "docs", "bin")) {
            Files.createDirectories(folder.resolve(name));
        }
        for (int i = 0; i < 100; i++) {
            Files.writeString(folder.resolve("src/lib/module-" + i + ".txt"), ("module " + i + "\n").repeat(20));
            Files.writeString(folder.resolve("docs/page-" + i + ".md"), "# Page " + i + "\n");
        }
        Files.writeString(folder.resolve("src/main.txt"), "first\n");
        Files.writeString(folder.resolve("bin/run"), "#!/bin/sh\ncat src/main.txt\n");
        DemoApp.prepare(folder);
        String yaml = """
                services:
                  demo:
                    %s
                    sync:
                      - path: .
                        target: %s
                    build: sh -n app/main.sh   # looks for mistakes, in the place of a compiler
                    run: sh app/main.sh
                    ready: {log: answers}
                    on:
                      - changed: ["/app/**"]
                        action: build          # and restart
                      - changed: ["*"]
                        action: none
                """.formatted(place.location(), place.target());
        Path file = Files.writeString(folder.resolve("devsync.yaml"), yaml);
        out.println("The project is in " + folder + ", its devsync.yaml says:");
        yaml.lines().forEach(line -> out.println("    " + line));
        out.println();
        return ConfigFile.read(file, Map.of());
    }

    @FunctionalInterface
    private interface Edit {
        void run() throws IOException;
    }

    private void step(Session session, String what, Edit edit) throws IOException, InterruptedException {
        out.println("> " + what);
        long before = revision(session);
        edit.run();
        await(session, status -> status.syncs().getFirst().revision() > before && status.allInSync());
    }

    private static long revision(Session session) {
        return session.status().syncs().getFirst().revision();
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds(Status status);
    }

    private static void await(Session session, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.holds(session.status())) {
            if (System.nanoTime() > end) {
                throw new IOException("not in sync after " + Quantity.time(LIMIT));
            }
            Thread.sleep(2);
        }
    }

    private static void awaitQuiet(Session session) throws IOException, InterruptedException {
        await(session, Status::allInSync);
        long revision;
        do {
            revision = revision(session);
            Thread.sleep(QUIET);
            await(session, Status::allInSync);
        } while (revision != revision(session));
    }
}
