package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.report.ConsoleReporter;
import dev.devsync.report.Event;
import dev.devsync.report.Style;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.tree.RelativePath;
import dev.devsync.watch.HostPaths;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;

/// Names that a shell could take for code, and links that would lead out of the target, some of them put there in
/// the middle of a delta. Outside of the target there is a canary: nothing there ever changes.
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class HostileIT {

    private static final long SEED = Long.getLong("devsync.seed", System.nanoTime());

    /// Each would make a file `pwned` somewhere if a shell read it.
    private static final List<String> CODE = List.of(
            "$(>pwned)",
            "`>pwned`",
            ";>pwned;",
            "\n>pwned\n",
            "';>pwned;'",
            "\";>pwned;\"",
            "$(>pwned)'\"",
            "|>pwned&",
            "\\';>pwned;#",
            "${x:=$(>pwned)}",
            "\nfin 1\n>pwned",
            "\nE\nC 1 8 0 0\n>pwned\n");

    private static final List<String> ODD = List.of(
            "-rf",
            "--",
            "-",
            "*",
            "?",
            "[a]",
            "~",
            "!",
            "#",
            "%s%n",
            " ",
            "\t",
            "\r",
            "\u001b[31m",
            "\u001b]0;x\u0007",
            "\u0001",
            "\u007f",
            "\u00ff\u00fe",
            "\u00c3\u00a9",
            "\\",
            "\\n",
            "'",
            "\"",
            "$",
            "&",
            "=",
            "..x",
            "...",
            "{a,b}",
            "\u00e2\u0080\u00ae");

    /// What a process in the container may see of the world outside of the target.
    private static final String OUTSIDE = "cd /outside && find . | sort && stat -c '%n %s %f %Y' * && cat *";

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

    private SyncedProject project(GenericContainer<?> container, String... sync) throws Exception {
        return new SyncedProject(
                folder, engine, "container: " + container.getContainerName().substring(1), "/srv/app", sync);
    }

    private static String sh(GenericContainer<?> container, String command) throws Exception {
        return container.execInContainer("sh", "-c", command).getStdout();
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            List<String> from = random.nextBoolean() ? CODE : ODD;
            name.append(from.get(random.nextInt(from.size())));
        }
        return name.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void noNameIsReadAsCode(String image) throws Exception {
        System.out.println("HostileIT: replay with -Ddevsync.seed=" + SEED);
        Random random = new Random(SEED);
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container, "verify_every: 1s", "max_delete: off", "ignore: ['!*~']")) {
            HostPaths paths = new HostPaths(project.source());
            List<RelativePath> files = new ArrayList<>();
            project.write("plain.txt", "plain\n");
            make(paths, files, random, 60);
            project.upInSync();
            project.awaitMirrored();
            for (int round = 0; round < 4; round++) {
                make(paths, files, random, 8);
                project.awaitMirrored();
                for (int i = 0; i < 6; i++) {
                    RelativePath file = files.remove(random.nextInt(files.size()));
                    Files.deleteIfExists(paths.resolve(file));
                }
                // One at a time goes another way than many.
                Files.writeString(paths.resolve(files.get(random.nextInt(files.size()))), "changed " + round);
                project.awaitMirrored();
            }
            sh(container, "cd /srv/app && rm -rf -- * .[!.]*");
            project.awaitMirrored();
            project.down();
            project.upInSync();
            project.awaitMirrored();
            assertThat(sh(container, "find / -xdev -name pwned")).isEmpty();
            assertThat(project.events.of(Event.Trouble.class)).isEmpty();
            assertNothingForTheTerminal(project.events.all());
        }
    }

    private static void make(HostPaths paths, List<RelativePath> files, Random random, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            RelativePath file = new RelativePath((random.nextBoolean() ? name(random) + "/" : "") + name(random));
            Path path = paths.resolve(file);
            Path parent = Objects.requireNonNull(path.getParent());
            boolean inTheWay = Files.exists(parent, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS);
            if (inTheWay || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            Files.createDirectories(parent);
            if (random.nextInt(6) == 0) {
                Path to = new HostPaths(Path.of("/")).resolve(new RelativePath(name(random)));
                Files.createSymbolicLink(path, to);
            } else {
                Files.writeString(path, "content of file " + i);
                files.add(file);
            }
        }
    }

    private static void assertNothingForTheTerminal(List<Event> events) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(shown, true, UTF_8)) {
            ConsoleReporter reporter = new ConsoleReporter(out, out, Style.PLAIN, InstantSource.system());
            events.forEach(reporter::on);
        }
        assertThat(shown.toString(UTF_8).chars().filter(c -> c != '\n' && (Character.isISOControl(c) || c == 0x202e)))
                .as("control characters on the console")
                .isEmpty();
    }

    /// Links on the host go as links, wherever they point; what takes their place later does not go through them.
    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void linksAreNeverFollowed(String image) throws Exception {
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container, "max_delete: off")) {
            sh(container, "mkdir /outside; cd /outside; echo canary >f; echo canary >g");
            String before = sh(container, OUTSIDE);
            for (String to : List.of("/outside", "../../outside", "/", "/srv/app/../../outside", ".", "..")) {
                project.write("plain.txt", to);
                Files.createSymbolicLink(project.path("d"), Path.of(to));
                Files.createSymbolicLink(project.path("f"), Path.of("/outside/f"));
                if (project.events.all().isEmpty()) {
                    project.up();
                }
                project.awaitMirrored();
                Files.delete(project.path("d"));
                Files.delete(project.path("f"));
                project.write("d/f", "not canary").write("d/g", "not canary").write("f", "not canary");
                project.awaitMirrored();
                project.delete("d").delete("f");
                project.awaitMirrored();
            }
            assertThat(sh(container, OUTSIDE)).isEqualTo(before);
        }
    }

    /// A process in the container turns a folder into a link that leads out, and back, as fast as it can.
    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian"})
    void aFolderThatIsSwappedForALinkMeanwhileLeadsNowhere(String image) throws Exception {
        Random random = new Random(SEED);
        try (GenericContainer<?> container = TestEngine.start(image);
                SyncedProject project = project(container, "max_delete: off")) {
            sh(container, "mkdir /outside; cd /outside; for i in 0 1 2 3 4 5 6 7; do echo canary >$i; done");
            String before = sh(container, OUTSIDE);
            for (int i = 0; i < 8; i++) {
                project.write("d/" + i, "first " + i);
            }
            project.upInSync();
            sh(
                    container,
                    "cd /srv/app && { while [ ! -e /stop ]; do mv d /d.real && ln -s /outside d;"
                            + " rm -f d; [ -e d ] || mv /d.real d; done >/dev/null 2>&1 </dev/null & }");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
            for (int round = 0; System.nanoTime() < end; round++) {
                int file = random.nextInt(8);
                switch (random.nextInt(4)) {
                    case 0 -> Files.deleteIfExists(project.path("d/" + file));
                    case 1 -> {
                        for (int i = 0; i < 8; i++) {
                            project.write("d/" + i, "round " + round);
                        }
                    }
                    default -> project.write("d/" + file, "round " + round);
                }
                Thread.sleep(random.nextInt(12));
            }
            assertThat(sh(container, OUTSIDE)).isEqualTo(before);
            sh(container, "touch /stop; sleep 1; cd /srv/app; [ -d d ] && [ ! -L d ] || { rm -rf d; mkdir d; }");
            project.write("d/0", "the last");
            project.down(); // whatever was swapped in is found by the next connection
            project.upInSync();
            project.awaitVerified();
            assertThat(sh(container, OUTSIDE)).isEqualTo(before);
        }
    }
}
