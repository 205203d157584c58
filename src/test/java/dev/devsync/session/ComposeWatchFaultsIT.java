package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.config.compose.RealCompose;
import dev.devsync.report.Event;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `docker compose watch` (2.40) gets wrong with the same compose file, one test each.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class ComposeWatchFaultsIT {

    private static Engine engine;

    @TempDir
    Path parent;

    private ComposedProject project;

    @BeforeAll
    static void connect() throws Exception {
        engine = TestEngine.connect();
    }

    @AfterAll
    static void disconnect() {
        engine.close();
    }

    @AfterEach
    void close() throws Exception {
        if (project != null) {
            project.close();
        }
    }

    private RealCompose compose() {
        return project.compose;
    }

    /// @param image the lines that say what the service runs
    /// @param rules of `develop.watch`, one a line
    private void project(String image, String... rules) throws Exception {
        project = new ComposedProject(parent, engine);
        StringBuilder yaml = new StringBuilder("services:\n  web:\n    command: [sleep, infinity]\n");
        yaml.append("    stop_grace_period: 0s\n").append(image.indent(4)).append("    develop:\n      watch:\n");
        for (String rule : rules) {
            yaml.append("        - ").append(rule).append('\n');
        }
        project.write("compose.yaml", yaml.toString());
    }

    private static final String BUSYBOX = "image: devsync-test/busybox\npull_policy: never";

    /// It deletes by `rm -rf` with all paths as arguments, in one exec.
    @Test
    void deletesMoreFilesThanACommandLineHolds() throws Exception {
        project(BUSYBOX, "{path: ./src, action: sync, target: /app}");
        String name = "a-long-name-".repeat(15);
        for (int i = 0; i < 1500; i++) {
            project.write("src/gone/" + name + i, "");
        }
        project.write("src/kept", "kept");
        for (int i = 0; i < 1600; i++) {
            project.write("src/more/" + i, ""); // so that half of the tree stays: more would need a question
        }
        compose().run("up", "-d");
        project.up();
        project.awaitInSync(1);
        project.delete("src/gone");
        project.awaitInside("web", "test ! -e /app/gone");
        assertThat(project.inside("web", "ls /app")).isEqualTo("kept\nmore\n");
    }

    /// Its `rm` runs as the container's user; its upload does not.
    @Test
    void deletesWhatItWroteWhereTheContainersUserIsNotRoot() throws Exception {
        project(BUSYBOX + "\nuser: app\ntmpfs: [\"/srv:mode=1777\"]", "{path: ./src, action: sync, target: /srv/app}");
        project.write("src/gone.txt", "x").write("src/kept.txt", "x");
        compose().run("up", "-d");
        project.up();
        project.awaitInSync(1);
        project.awaitInside("web", "test -e /srv/app/gone.txt");
        project.delete("src/gone.txt");
        project.awaitInside("web", "test ! -e /srv/app/gone.txt && test -e /srv/app/kept.txt");
        assertThat(project.inside("web", "stat -c %U /srv/app/kept.txt").strip())
                .isEqualTo("app");
    }

    /// Where there is no `rm` it leaves the file there.
    @Test
    void deletesWhereThereIsNoRm() throws Exception {
        project(
                BUSYBOX + "\nentrypoint: [sh, -c, \"/bin/busybox rm /bin/rm; exec sleep infinity\"]",
                "{path: ./src, action: sync, target: /app}");
        project.write("src/gone.txt", "x").write("src/kept.txt", "x");
        compose().run("up", "-d");
        project.awaitInside("web", "test ! -e /bin/rm");
        project.up();
        awaitToolboxOrSync();
        project.delete("src/gone.txt");
        project.awaitInside("web", "test ! -e /app/gone.txt && test -e /app/kept.txt");
    }

    private void awaitToolboxOrSync() {
        project.awaitInside("web", "test -e /app/gone.txt");
        project.awaitInSync(1);
    }

    /// Its first fill goes by base names alone and its live loop by whole paths, with different lists.
    @Test
    void ignoresTheSameAtTheStartAndLater() throws Exception {
        project(
                BUSYBOX,
                "{path: ., action: sync, target: /app, initial_sync: true, ignore: [logs/*.log, deep/secret, \"*.tmp\"]}");
        List<String> ignored = List.of("logs/a.log", "deep/secret/key", "x.tmp", ".git/config", "a.txt~");
        List<String> taken = List.of("a.log", "deep/other", "deep/x.tmp", "secret", "Dockerfile", "sub/compose.yaml");
        for (String path : ignored) {
            project.write(path, "first");
        }
        for (String path : taken) {
            project.write(path, "first");
        }
        compose().run("up", "-d");
        project.up();
        project.awaitInSync(1);
        assertThat(present(ignored)).isEmpty();
        assertThat(present(taken)).containsExactlyElementsOf(taken);
        for (String path : ignored) {
            project.write(path, "second");
        }
        for (String path : taken) {
            project.write(path, "second");
        }
        for (String path : taken) {
            project.awaitInside("web", "grep -qx second /app/" + path);
        }
        project.write("last", "");
        project.awaitInside("web", "test -e /app/last");
        assertThat(present(ignored)).isEmpty();
    }

    private List<String> present(List<String> paths) throws Exception {
        StringBuilder script = new StringBuilder("cd /app; for f in");
        paths.forEach(path -> script.append(" '").append(path).append('\''));
        return project.inside("web", script + "; do test -e \"$f\" && echo \"$f\"; done; true")
                .lines()
                .toList();
    }

    /// A `*` in .dockerignore makes it drop every pattern but the exceptions, so that it syncs secrets.
    @Test
    void aWhitelistInDockerignoreKeepsSecretsOut() throws Exception {
        project("build: .", "{path: ., action: sync, target: /app}");
        project.write("Dockerfile", "FROM devsync-test/busybox\n")
                .write(".dockerignore", "*\n!src\n")
                .write(".env", "SECRET=1\n")
                .write("key.pem", "secret")
                .write("src/a.txt", "a\n");
        compose().run("up", "-d", "--build");
        project.up();
        project.awaitInSync(1);
        project.write(".env", "SECRET=2\n").write("src/a.txt", "edited\n");
        project.awaitInside("web", "grep -qx edited /app/src/a.txt");
        assertThat(project.inside("web", "cd /app; find . -type f")).isEqualTo("./src/a.txt\n");
    }

    /// The ignore file is that of the build's context, also for a path below it.
    @Test
    void theContextsIgnoreFileHoldsForFoldersInIt() throws Exception {
        project("build: .", "{path: ./src, action: sync, target: /app}");
        project.write("Dockerfile", "FROM devsync-test/busybox\n")
                .write(".dockerignore", "src/private\n**/*.log\n")
                .write("src/private/key", "secret")
                .write("src/a.log", "log")
                .write("src/a.txt", "a\n");
        compose().run("up", "-d", "--build");
        project.up();
        project.awaitInSync(1);
        assertThat(project.inside("web", "cd /app; find . -type f")).isEqualTo("./a.txt\n");
        project.write(".dockerignore", "src/private\n**/*.log\nsrc/late\n").write("src/late", "now ignored");
        project.write("src/a.txt", "edited\n");
        project.awaitInside("web", "grep -qx edited /app/a.txt");
        assertThat(project.inside("web", "cd /app; find . -type f")).isEqualTo("./a.txt\n");
    }

    /// Its documentation says that it is for services with `build` only.
    @Test
    void aServiceWithoutBuildIsSynced() throws Exception {
        project(BUSYBOX, "{path: ./src, action: sync, target: /app}");
        project.write("src/a.txt", "a\n");
        compose().run("up", "-d");
        project.up();
        project.awaitInSync(1);
        assertThat(project.inside("web", "cat /app/a.txt")).isEqualTo("a\n");
    }

    /// It waits for half a second of quiet, however long that takes.
    @Test
    void steadyWritesDoNotStarveOtherFiles() throws Exception {
        project(BUSYBOX, "{path: ./src, action: sync, target: /app}");
        project.write("src/a.txt", "a\n");
        compose().run("up", "-d");
        project.up();
        project.awaitInSync(1);
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            try {
                for (int i = 0; !Thread.interrupted(); i++) {
                    Files.writeString(project.path("src/steady.txt"), i + "\n");
                    Thread.sleep(Duration.ofMillis(50));
                }
            } catch (Exception _) {
                // the test is over
            }
        });
        try {
            project.events.await(Event.Synced.class);
            project.write("src/a.txt", "while others write\n");
            project.awaitInside("web", "grep -q while /app/a.txt");
            assertThat(writer.isAlive()).isTrue();
        } finally {
            writer.interrupt();
            writer.join();
        }
    }

    /// It uploads everything again at each start.
    @Test
    void uploadsNothingAtTheStartWhereNothingChanged() throws Exception {
        project("build: .", "{path: ./src, action: sync, target: /app, initial_sync: true}");
        project.write("Dockerfile", "FROM devsync-test/busybox\nCOPY src /app\n")
                .write("src/a.txt", "a\n")
                .write("src/b/c.txt", "c\n");
        compose().run("up", "-d", "--build");
        project.up();
        assertThat(project.events.await(Event.CaughtUp.class).sent().written())
                .as("what the image has already")
                .isZero();
        project.write("src/a.txt", "edited\n");
        project.awaitInside("web", "grep -qx edited /app/a.txt");
        project.down();
        project.events.forget();
        project.up();
        assertThat(project.events.await(Event.CaughtUp.class).sent().written())
                .as("what was synced before")
                .isZero();
    }

    /// A batch that could not be uploaded is logged, and gone.
    @Test
    void aBatchThatFailedIsNotLost() throws Exception {
        project(BUSYBOX + "\ntmpfs: [\"/app:size=256k\"]", "{path: ./src, action: sync, target: /app/src}");
        project.write("src/a.txt", "a\n");
        compose().run("up", "-d");
        project.up();
        project.awaitInSync(1);
        project.inside("web", "dd if=/dev/zero of=/app/filler bs=1k count=200 2>/dev/null");
        project.write("src/large.bin", "x".repeat(150_000));
        project.events.await(Event.Trouble.class, trouble -> trouble.message().contains("no space left"));
        project.inside("web", "rm /app/filler");
        project.awaitInside("web", "test \"$(wc -c </app/src/large.bin)\" = 150000");
        project.awaitVerified();
    }
}
