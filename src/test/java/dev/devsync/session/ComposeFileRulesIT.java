package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.report.Event;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Rules of `develop.watch` that bring a file to another name, into folders that have other files as well.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class ComposeFileRulesIT {

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

    @BeforeEach
    void make() throws Exception {
        project = new ComposedProject(parent, engine);
        project.write("dev.conf", "1\n").write("config/more.env", "A=1\n").write("web/index.html", "<p>\n");
    }

    @AfterEach
    void close() throws Exception {
        if (project != null) {
            project.close();
        }
    }

    /// A service whose container has files of its own in its folders.
    private void start(String command, String... rules) throws Exception {
        StringBuilder text = new StringBuilder("""
                services:
                  web:
                    image: devsync-test/busybox
                    pull_policy: never
                    command: [sh, -c, "mkdir -p /srv/conf && echo own >/srv/conf/own && %s"]
                    stop_grace_period: 0s
                    develop:
                      watch:
                """.formatted(command));
        for (String rule : rules) {
            text.append("        - {action: ").append(rule).append("}\n");
        }
        project.write("compose.yaml", text.toString());
        project.compose.run("up", "-d");
        project.awaitInside("web", "test -f /srv/conf/own");
        project.up();
    }

    private void awaitConf(String content) {
        project.awaitInside("web", "[ \"$(cat /srv/conf/app.conf)\" = '" + content + "' ]");
    }

    @Test
    void aFileGetsItsOtherNameIsFollowedThereAndGoesFromThere() throws Exception {
        start("sleep infinity", "sync, path: ./dev.conf, target: /srv/conf/app.conf");
        project.awaitInSync(1);
        awaitConf("1");
        project.write("dev.conf", "2\n");
        awaitConf("2");
        project.awaitVerified();
        assertThat(project.inside("web", "ls /srv/conf")).isEqualTo("app.conf\nown\n");
        project.delete("dev.conf");
        project.awaitInside("web", "test ! -e /srv/conf/app.conf");
        project.write("dev.conf", "3\n");
        awaitConf("3");
        assertThat(project.inside("web", "cat /srv/conf/own")).isEqualTo("own\n");
    }

    @Test
    void whatIsThereAlreadyIsNotSentAndWhatWasEditedMeanwhileIs() throws Exception {
        start("sleep infinity", "sync, path: ./dev.conf, target: /srv/conf/app.conf, initial_sync: true");
        project.awaitInSync(1);
        project.down();
        project.events.forget();
        project.up();
        assertThat(project.events.await(Event.CaughtUp.class).sent().written()).isZero();
        project.down();
        project.write("dev.conf", "while nobody looked\n");
        project.up();
        awaitConf("while nobody looked");
    }

    @Test
    void severalFilesGoIntoOneFolder() throws Exception {
        start(
                "sleep infinity",
                "sync, path: ./dev.conf, target: /srv/conf/app.conf",
                "sync, path: ./dev.conf, target: /srv/conf/copy.conf",
                "sync, path: ./config/more.env, target: /srv/conf/env");
        project.awaitInSync(1);
        assertThat(project.inside("web", "cd /srv/conf && tail -n +1 *"))
                .isEqualTo("==> app.conf <==\n1\n\n==> copy.conf <==\n1\n\n==> env <==\nA=1\n\n==> own <==\nown\n");
        project.write("config/more.env", "A=2\n");
        project.awaitInside("web", "grep -qx A=2 /srv/conf/env");
        project.write("dev.conf", "2\n");
        awaitConf("2");
        project.awaitInside("web", "grep -qx 2 /srv/conf/copy.conf");
        project.awaitVerified();
        project.delete("config/more.env");
        project.awaitInside("web", "test ! -e /srv/conf/env");
    }

    @Test
    void aFileGoesIntoAFolderThatComesFromElsewhere() throws Exception {
        start(
                "sleep infinity",
                "sync, path: ./web, target: /srv",
                "sync, path: ./dev.conf, target: /srv/conf/app.conf",
                "sync, path: ./config/more.env, target: /srv/.env");
        project.awaitInSync(1);
        awaitConf("1");
        assertThat(project.inside("web", "cat /srv/index.html /srv/.env /srv/conf/own"))
                .isEqualTo("<p>\nA=1\nown\n");
        project.write("web/new/page.html", "new\n").write("dev.conf", "2\n");
        project.awaitInside("web", "grep -qx new /srv/new/page.html");
        awaitConf("2");
        project.awaitVerified();
        project.delete("dev.conf");
        project.awaitInside("web", "test ! -e /srv/conf/app.conf");
        assertThat(project.inside("web", "cat /srv/conf/own")).isEqualTo("own\n");
    }

    @Test
    void aFileMayGoToTheTop() throws Exception {
        start("sleep infinity", "sync, path: ./dev.conf, target: /app.conf", "sync, path: ./web, target: /srv");
        project.awaitInSync(2);
        assertThat(project.inside("web", "cat /app.conf /srv/index.html")).isEqualTo("1\n<p>\n");
        project.write("dev.conf", "2\n");
        project.awaitInside("web", "grep -qx 2 /app.conf");
        project.awaitVerified();
    }

    @Test
    void theContainerIsRestartedForIt() throws Exception {
        start(
                "cat /srv/conf/app.conf; sleep infinity",
                "sync+restart, path: ./dev.conf, target: /srv/conf/app.conf",
                "sync, path: ./web, target: /srv/web");
        project.awaitInSync(2);
        awaitLog("1");
        project.write("dev.conf", "2\n");
        awaitLog("2");
    }

    private void awaitLog(String line) {
        try {
            await().atMost(ComposedProject.LIMIT)
                    .until(() -> project.compose
                            .run("logs", "--no-log-prefix", "web")
                            .lines()
                            .anyMatch(line::equals));
        } catch (RuntimeException e) {
            throw new AssertionError("never logged: " + line + "; told was " + project.events, e);
        }
    }
}
