package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.report.Event;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;

/// A container whose clock is not the host's, as in a virtual machine that has slept. All containers here share the
/// kernel's clock, so the container's `date` is another, which is what the agent asks; whoever builds there asks it,
/// too.
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class ClockIT {

    private static final String NEWER = "find . -name '*.c' -newer out -print";

    private static Engine engine;

    @TempDir
    Path folder;

    @BeforeAll
    static void connect() throws Exception {
        engine = TestEngine.connect();
    }

    @AfterAll
    static void disconnect() {
        engine.close();
    }

    private SyncedProject project(GenericContainer<?> container) throws Exception {
        return new SyncedProject(
                folder,
                engine,
                "container: " + container.getContainerName().substring(1),
                "/srv/app",
                "verify_every: 1s");
    }

    private static String sh(GenericContainer<?> container, String command) throws Exception {
        return container
                .execInContainer("sh", "-c", "cd /srv/app && " + command)
                .getStdout();
    }

    private static void setClock(GenericContainer<?> container, int seconds) {
        container.copyFileToContainer(
                Transferable.of("#!/bin/sh\nexec /bin/date -d \"$((" + seconds + ")) seconds\" \"$@\"\n", 0755),
                "/usr/local/bin/date");
    }

    private static void awaitNote(SyncedProject project, String text) {
        project.events.await(Event.Note.class, note -> note.message().contains(text));
    }

    /// What make would ask: whether the source is newer than what was built from it.
    private static void assertMakeSeesASave(GenericContainer<?> container, SyncedProject project, int round)
            throws Exception {
        Awaitility.await("a build, at the container's time, is newer than all sources")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    sh(container, "touch -d @$(date +%s) out");
                    return sh(container, NEWER).isEmpty();
                });
        Files.writeString(project.path("main.c"), "changed, round " + round + "\n");
        Files.setLastModifiedTime(
                project.path("main.c"), FileTime.from(Instant.now().plusSeconds(2))); // `date` knows whole seconds
        project.awaitVerified();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> sh(container, NEWER).equals("./main.c\n"));
    }

    @Test
    void aClockThatDiffersIsNoticedSaidAndMadeUpFor() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("debian");
                SyncedProject project = project(container)) {
            project.write("main.c", "first\n").write("lib/old.c", "old\n");
            setClock(container, 3600);
            project.upInSync();
            awaitNote(project, "its clock is 3600 s ahead of this machine's; files get their times by its clock");
            assertMakeSeesASave(container, project, 1);
            long host = Files.getLastModifiedTime(project.path("lib/old.c")).to(TimeUnit.SECONDS);
            assertThat(sh(container, "stat -c %Y lib/old.c").strip()).isEqualTo(Long.toString(host + 3600));

            // Set while devsync runs: noticed when it looks at the target, at the latest.
            setClock(container, -600);
            awaitNote(project, "its clock is 600 s behind this machine's");
            assertMakeSeesASave(container, project, 2);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> sh(container, "stat -c %Y lib/old.c").strip().equals(Long.toString(host - 600)));

            // A new connection with the same difference sends nothing.
            project.down();
            Event.CaughtUp again = project.upInSync();
            assertThat(again.sent().written() + again.sent().attributes()).isZero();
            assertThat(project.events.of(Event.Drift.class)).isEmpty();

            setClock(container, 0);
            awaitNote(project, "its clock agrees with this machine's again");
            project.awaitVerified();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> sh(container, "stat -c %Y lib/old.c").strip().equals(Long.toString(host)));
        }
    }

    /// The host's own clock may jump, too: files come from the future, and the next from the past again.
    @Test
    void filesFromTheFutureAndFromThePastArriveLikeAnyOther() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox");
                SyncedProject project = project(container)) {
            project.write("main.c", "first\n");
            project.upInSync();
            for (String time : new String[] {"2038-01-19T03:14:07Z", "1971-01-01T00:00:00Z", "2026-01-01T00:00:00Z"}) {
                for (String content : new String[] {"one\n", "another\n"}) {
                    project.write("main.c", content);
                    Files.setLastModifiedTime(project.path("main.c"), FileTime.from(Instant.parse(time)));
                    project.awaitVerified();
                    assertThat(sh(container, "cat main.c; stat -c %Y main.c"))
                            .isEqualTo(content + Instant.parse(time).getEpochSecond() + "\n");
                }
            }
        }
    }
}
