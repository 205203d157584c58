package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.config.Sync;
import dev.devsync.report.Event;
import dev.devsync.report.Status;
import dev.devsync.report.Verdict;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.SyncMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A project on the host as a user has it: a folder with sources and a devsync.yaml, on which `devsync up` is
/// started and ended at will. Everything is real: watcher, engine, agent, container.
final class SyncedProject implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(60);

    final RecordedEvents events = new RecordedEvents();
    private final Path folder;
    private final Session.EngineOpener opener;
    private final Session.EngineOpener looking;
    private final Project project;
    private @Nullable Session session;

    /// @param folder an empty folder
    /// @param engine for comparisons; sessions open connections of their own
    /// @param location the line of devsync.yaml that says where the targets are
    /// @param sync more lines of the one sync, as `owner: "1:1"`
    SyncedProject(Path folder, Engine engine, String location, String target, String... sync) throws Exception {
        // Not the default toolbox: there is no registry where the tests run.
        this("devsync-test/busybox", folder, TestEngine::connect, () -> engine, location, target, sync);
    }

    private SyncedProject(
            String toolbox,
            Path folder,
            Session.EngineOpener opener,
            Session.EngineOpener looking,
            String location,
            String target,
            String... sync)
            throws Exception {
        this.folder = folder;
        this.opener = opener;
        this.looking = looking;
        Files.createDirectories(source());
        StringBuilder yaml = new StringBuilder(
                "toolbox: " + toolbox + "\nservices:\n  api:\n    " + location + "\n    sync:\n      - path: src\n");
        yaml.append("        target: ").append(target).append('\n');
        for (String line : sync) {
            yaml.append("        ").append(line).append('\n');
        }
        Path file = Files.writeString(folder.resolve("devsync.yaml"), yaml);
        this.project = ConfigFile.read(file, Map.of());
    }

    /// The same with another toolbox, or none.
    ///
    /// @param toolbox an image, or `off`
    static SyncedProject withToolbox(String toolbox, Path folder, Engine engine, String location, String target)
            throws Exception {
        return new SyncedProject(toolbox, folder, TestEngine::connect, () -> engine, location, target);
    }

    /// A project whose targets are pods.
    static SyncedProject inPods(Path folder, Session.EngineOpener cluster, String selector, String target)
            throws Exception {
        return new SyncedProject("off", folder, cluster, cluster, "pod: \"" + selector + "\"", target);
    }

    Project project() {
        return project;
    }

    Path source() {
        return folder.resolve("src");
    }

    Path path(String path) {
        return source().resolve(path);
    }

    /// Writes a file, and the folders above it.
    SyncedProject write(String path, String content) throws IOException {
        Path file = path(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, content);
        return this;
    }

    /// Saves as many tools do: a new file, renamed over the old one.
    void replace(String path, String content) throws IOException {
        Path beside = path(path + "~");
        Files.writeString(beside, content);
        Files.move(beside, path(path), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    SyncedProject delete(String path) throws IOException {
        deleteAll(path(path));
        return this;
    }

    static void deleteAll(Path top) throws IOException {
        try (Stream<Path> below = Files.walk(top)) {
            for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// Starts `devsync up`.
    Session up() throws Exception {
        Session opened = Session.open(project, project.services(), opener, events);
        session = opened;
        return opened;
    }

    /// Starts `devsync up` and waits until one target has everything.
    Event.CaughtUp upInSync() throws Exception {
        events.forget();
        up();
        return events.await(Event.CaughtUp.class);
    }

    /// Ends `devsync up`.
    void down() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    /// As `devsync resume`.
    int resume() {
        return Objects.requireNonNull(session).resume();
    }

    Status status() {
        return Objects.requireNonNull(session).status();
    }

    /// Compares everything in all containers, without regard to any session. What is there and not on the host
    /// counts as a difference, whoever put it there.
    List<Verdict> mirrored() throws Exception {
        return verify(SyncMode.ONE_WAY_REPLICA);
    }

    /// The same as `devsync verify` does it: what the container has of its own is none of our business.
    List<Verdict> verified() throws Exception {
        return verify(SyncMode.ONE_WAY_SAFE);
    }

    private List<Verdict> verify(SyncMode mode) throws Exception {
        List<Service> services = project.services().stream()
                .map(service -> new Service(
                        service.name(),
                        service.location(),
                        service.syncs().stream().map(sync -> with(sync, mode)).toList()))
                .toList();
        return new Verification(looking, project.toolbox()).run(services);
    }

    private static Sync with(Sync sync, SyncMode mode) {
        return new Sync(sync.source(), sync.target(), sync.upkeep().with(mode));
    }

    /// Waits until every container has exactly what the host has.
    void awaitMirrored() {
        awaitEqual(this::mirrored);
    }

    /// Waits until every container has what the host has, whatever else it has.
    void awaitVerified() {
        awaitEqual(this::verified);
    }

    private void awaitEqual(Comparing comparing) {
        List<Verdict> last = new ArrayList<>();
        try {
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> {
                        last.clear();
                        last.addAll(comparing.verdicts());
                        return !last.isEmpty() && last.stream().allMatch(Verdict::isEqual);
                    });
        } catch (RuntimeException e) {
            throw new AssertionError("not equal: " + last + "; told was " + events, e);
        }
        last.forEach(verdict -> assertThat(verdict.there()).isEqualTo(verdict.host()));
    }

    @FunctionalInterface
    private interface Comparing {
        List<Verdict> verdicts() throws Exception;
    }

    /// Waits until all targets have the newest revision, and no newer one comes for a moment.
    void awaitQuiet() throws Exception {
        long before;
        do {
            before = status().syncs().getFirst().revision();
            Thread.sleep(300);
            await().atMost(LIMIT).until(() -> status().allInSync());
        } while (before != status().syncs().getFirst().revision());
    }

    /// The paths of every change that was announced, one list for each event.
    List<List<String>> announced() {
        return events.of(Event.Synced.class).stream()
                .map(event -> event.delta().paths().stream()
                        .map(RelativePath::display)
                        .toList())
                .toList();
    }

    @Override
    public void close() {
        down();
    }
}
