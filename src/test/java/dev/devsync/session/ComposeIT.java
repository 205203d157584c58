package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.config.compose.RealCompose;
import dev.devsync.report.Event;
import dev.devsync.report.ReactionEvent;
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

/// Real Compose starts, scales, recreates and stops containers, and devsync follows with nothing but the
/// compose file.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class ComposeIT {

    private static final String SERVICE = """
            services:
              web:
                image: devsync-test/busybox
                pull_policy: never
                command: [sleep, infinity]
                stop_grace_period: 0s
            """;

    private static final String WATCH = """
                develop:
                  watch:
                    - {path: ./src, action: sync, target: /app/src}
            """;

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
        project.write("src/a.txt", "a\n").write("src/folder/b.txt", "b\n");
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

    @Test
    void syncsWithoutAnyConfigurationButTheComposeFile() throws Exception {
        project.write("compose.yaml", SERVICE + WATCH);
        project.up();
        assertThat(project.events.await(Event.Waiting.class).why()).contains("web");
        compose().run("up", "-d");
        project.awaitInSync(1);
        assertThat(project.inside("web", "cat /app/src/a.txt /app/src/folder/b.txt"))
                .isEqualTo("a\nb\n");
        project.write("src/a.txt", "edited\n");
        project.awaitInside("web", "grep -qx edited /app/src/a.txt");
        project.delete("src/folder");
        project.awaitInside("web", "test ! -e /app/src/folder");
        project.awaitVerified();
    }

    @Test
    void followsScalingStoppingStartingAndDown() throws Exception {
        project.write("compose.yaml", SERVICE + WATCH);
        compose().run("up", "-d");
        project.up();
        project.awaitInSync(1);
        compose().run("up", "-d", "--scale", "web=3");
        project.awaitInSync(3);
        for (int index = 1; index <= 3; index++) {
            assertThat(project.inside("web", index, "cat /app/src/a.txt")).isEqualTo("a\n");
        }
        project.write("src/a.txt", "for all\n");
        project.events.await(Event.Synced.class, synced -> synced.targets() == 3);
        compose().run("up", "-d", "--scale", "web=1");
        project.awaitInSync(1);
        compose().run("stop");
        project.awaitInSync(0);
        project.write("src/late.txt", "while it was stopped\n");
        compose().run("start");
        project.awaitInSync(1);
        assertThat(project.inside("web", "cat /app/src/late.txt")).isEqualTo("while it was stopped\n");
        compose().run("down");
        project.awaitInSync(0);
        compose().run("up", "-d");
        project.awaitInSync(1);
        project.awaitVerified();
    }

    @Test
    void followsAServiceThatIsRecreatedAfterAnEditOfTheFile() throws Exception {
        project.write("compose.yaml", SERVICE + WATCH);
        compose().run("up", "-d");
        project.up();
        project.awaitInSync(1);
        project.events.forget();
        project.write("compose.yaml", SERVICE + "    environment: {ADDED: later}\n" + WATCH);
        compose().run("up", "-d");
        project.events.await(Event.CaughtUp.class);
        project.awaitInSync(1);
        assertThat(project.inside("web", "echo $ADDED; cat /app/src/a.txt")).isEqualTo("later\na\n");
    }

    @Test
    void saysOnceThatAContainerHasEnded() throws Exception {
        project.write("compose.yaml", SERVICE + WATCH);
        compose().run("up", "-d");
        project.up();
        project.awaitInSync(1);
        compose().run("stop");
        project.awaitInSync(0);
        assertThat(project.events.await(Event.Waiting.class).why()).contains("exited");
        // Each of these makes devsync look again, at a container that ended longer ago than before.
        for (int i = 0; i < 5; i++) {
            compose().run("run", "--rm", "--no-deps", "web", "true");
        }
        compose().run("start");
        project.awaitInSync(1);
        assertThat(project.events.of(Event.Waiting.class)).hasSize(1);
    }

    @Test
    void leavesServicesOfInactiveProfilesAloneUntilTheyAreNamed() throws Exception {
        project.write("compose.yaml", SERVICE + WATCH + """
                  debug:
                    image: devsync-test/busybox
                    pull_policy: never
                    command: [sleep, infinity]
                    stop_grace_period: 0s
                    profiles: [debug]
                    develop: {watch: [{path: ./src, action: sync, target: /debug}]}
                """.indent(0));
        compose().run("--profile", "debug", "up", "-d");
        project.up();
        project.awaitInSync(1);
        project.down();
        project.up("debug");
        project.awaitInSync(1);
        assertThat(project.inside("debug", "cat /debug/a.txt")).isEqualTo("a\n");
    }

    @Test
    void restartsTheContainerAfterSyncing() throws Exception {
        project.write(
                        "compose.yaml",
                        SERVICE.replace("[sleep, infinity]", "sh -c 'cat /conf/c.txt; sleep infinity'") + """
                    develop:
                      watch:
                        - {path: ./conf, action: sync+restart, target: /conf}
                        - {path: ./src, action: sync, target: /app/src}
                        - {path: ./only.txt, action: restart}
                """)
                .write("conf/c.txt", "first\n")
                .write("only.txt", "1");
        compose().run("up", "-d");
        project.up();
        // The container has started without the file: it is restarted with it, once.
        project.events.await(Event.Gone.class);
        project.awaitInSync(2);
        awaitLog("first");
        project.events.forget();
        project.write("conf/c.txt", "second\n");
        awaitLog("second");
        project.awaitInSync(2);
        project.events.forget();
        project.write("src/a.txt", "no reason to restart\n");
        project.awaitInside("web", "grep -q reason /app/src/a.txt");
        String before = started();
        project.write("only.txt", "2");
        org.awaitility.Awaitility.await()
                .atMost(ComposedProject.LIMIT)
                .until(() -> !started().equals(before));
        project.awaitInSync(2);
    }

    private String started() throws Exception {
        String id = compose().run("ps", "-aq", "web").strip();
        return String.valueOf(TestEngine.info(engine, id).startedAt());
    }

    private void awaitLog(String line) {
        org.awaitility.Awaitility.await()
                .atMost(ComposedProject.LIMIT)
                .until(() ->
                        compose().run("logs", "--no-log-prefix", "web").lines().anyMatch(line::equals));
    }

    @Test
    void runsACommandAfterSyncing() throws Exception {
        project.write("compose.yaml", SERVICE + """
                    working_dir: /tmp
                    develop:
                      watch:
                        - path: ./src
                          action: sync+exec
                          target: /app/src
                          include: "*.txt"
                          exec:
                            command: sh -c 'id -un >>/log; pwd >>/log; echo $$MORE >>/log; cat a.txt /app/src/a.txt >>/log'
                            user: root
                            environment: [MORE=more]
                """);
        compose().run("up", "-d");
        project.up();
        project.awaitInSync(1);
        project.awaitInside("web", "grep -q more /log");
        project.inside("web", "rm /log; echo in the working folder >/tmp/a.txt");
        project.write("src/a.txt", "edited\n");
        project.awaitInside("web", "grep -qx edited /log");
        assertThat(project.inside("web", "cat /log")).isEqualTo("root\n/tmp\nmore\nin the working folder\nedited\n");
    }

    @Test
    void buildsTheImageAndRecreatesEveryReplica() throws Exception {
        project.write("Dockerfile", "FROM devsync-test/busybox\nCOPY src /app/src\nCOPY version.txt /version\n")
                .write("version.txt", "1\n")
                .write(
                        "compose.yaml",
                        SERVICE.replace("    image: devsync-test/busybox\n    pull_policy: never\n", "    build: .\n")
                                + """
                    develop:
                      watch:
                        - {path: ./src, action: sync, target: /app/src}
                        - {path: ./version.txt, action: rebuild}
                """);
        compose().run("up", "-d", "--build", "--scale", "web=2");
        project.up();
        project.awaitInSync(2);
        assertThat(project.events.of(Event.CaughtUp.class))
                .as("the image has all of it, so nothing is uploaded")
                .allSatisfy(event -> assertThat(event.sent().written()).isZero());
        project.events.forget();
        project.write("version.txt", "2\n");
        org.awaitility.Awaitility.await()
                .atMost(ComposedProject.LIMIT)
                .ignoreExceptions()
                .until(() -> project.inside("web", 1, "cat /version").equals("2\n")
                        && project.inside("web", 2, "cat /version").equals("2\n"));
        project.awaitInSync(2);
        project.write("src/a.txt", "after\n");
        project.awaitInside("web", "grep -qx after /app/src/a.txt");
        assertThat(project.reactions().stream()
                        .filter(ReactionEvent.Output.class::isInstance)
                        .map(ReactionEvent.Output.class::cast)
                        .map(output -> output.line().strip())
                        .filter("web  Built"::equals))
                .as("one build for both replicas, " + project.events)
                .hasSize(1);
    }

    @Test
    void whatIsEditedWhileNoContainerRunsIsInForceInTheNextOne() throws Exception {
        project.write("Dockerfile", "FROM devsync-test/busybox\nCOPY version.txt /version\n")
                .write("version.txt", "1\n")
                .write(
                        "compose.yaml",
                        SERVICE.replace("    image: devsync-test/busybox\n    pull_policy: never\n", "    build: .\n")
                                + """
                    develop: {watch: [{path: ./version.txt, action: rebuild}]}
                """);
        compose().run("up", "-d", "--build");
        project.up();
        compose().run("stop");
        project.events.await(Event.Waiting.class);
        project.write("version.txt", "2\n");
        compose().run("start");
        project.awaitInside("web", "grep -qx 2 /version");
    }

    @Test
    void runsWhatTheExtensionSays() throws Exception {
        project.write("compose.yaml", SERVICE + WATCH + """
                    x-devsync:
                      run: sh -c 'while cat /app/src/a.txt; do sleep 600; done'
                      on:
                        - {changed: "*.md", action: none}
                """);
        compose().run("up", "-d");
        project.up();
        project.awaitInSync(1);
        awaitOutput("a");
        project.write("src/a.txt", "restarted\n");
        awaitOutput("restarted");
    }

    private void awaitOutput(String line) {
        project.events.await(
                Event.Reaction.class,
                event -> event.what() instanceof ReactionEvent.Output output
                        && output.line().equals(line));
    }
}
