package dev.devsync.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.exception.DockerException;
import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.report.Cleanup;
import dev.devsync.report.Status;
import dev.devsync.session.Cleaning;
import dev.devsync.session.Session;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tries all places and numbers of replicas for one image and user, as a user would: `devsync up`, a save, a
/// deletion, `devsync clean`. Where the container's user may not write, it is tried again with `owner`, as
/// devsync advises.
final class Trial {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String OWNER = "1000:1000";

    private final Engine engine;
    private final Image image;
    private final ContainerUser user;
    private final Path folder;
    private final SortedMap<Cell, Outcome> outcomes = new TreeMap<>();

    /// @param folder an empty folder of the host's
    Trial(Engine engine, Image image, ContainerUser user, Path folder) {
        this.engine = engine;
        this.image = image;
        this.user = user;
        this.folder = folder;
    }

    SortedMap<Cell, Outcome> run() throws Exception {
        for (Place.Rig rig : Place.Rig.values()) {
            try (Stand stand = new Stand(engine, image, user, rig, folder)) {
                run(rig, stand);
            }
        }
        return outcomes;
    }

    private void run(Place.Rig rig, Stand stand) throws Exception {
        List<Cell> cells = new ArrayList<>();
        for (Place place : rig.places()) {
            for (Replicas replicas : Replicas.values()) {
                cells.add(new Cell(image, user, place, replicas));
            }
        }
        try {
            stand.start();
        } catch (DockerException e) {
            assertThat(e).hasMessageContainingAll("user", "app");
            cells.forEach(cell -> outcomes.put(cell, Outcome.NO_SUCH_USER));
            return;
        }
        Set<Cell> denied = up(stand, cells, null);
        Set<Cell> stillDenied = up(stand, denied, OWNER);
        assertThat(stillDenied).as("not writable with `owner`").isEmpty();
        stand.assertNoProcesses();
        clean(stand, cells);
    }

    /// Runs `devsync up`.
    ///
    /// @return where the user may not write
    private Set<Cell> up(Stand stand, Collection<Cell> cells, @Nullable String owner) throws Exception {
        if (cells.isEmpty()) {
            return Set.of();
        }
        Path source = source();
        Project project = project(stand, cells, owner);
        Set<Cell> denied = new HashSet<>();
        try (Session session = Session.open(project, project.services(), TestEngine::connect, event -> {})) {
            List<Cell> inSync = new ArrayList<>();
            for (Cell cell : cells) {
                switch (settled(session, cell)) {
                    case IN_SYNC -> {
                        inSync.add(cell);
                        outcomes.put(cell, outcome(transport(session, cell), owner));
                    }
                    case DENIED -> denied.add(cell);
                    case READ_ONLY -> outcomes.put(cell, Outcome.READ_ONLY);
                    case NO_PLACE_FOR_TOOLBOX -> outcomes.put(cell, Outcome.NO_PLACE_FOR_TOOLBOX);
                    case OPEN -> throw new AssertionError(cell);
                }
            }
            awaitEqual(stand, inSync, source);
            Files.writeString(source.resolve("saved.txt"), "saved\n");
            Files.delete(source.resolve("sub/gone.txt"));
            awaitEqual(stand, inSync, source);
        }
        return denied;
    }

    private Path source() throws IOException {
        Path source = Files.createDirectories(folder.resolve("src"));
        Files.createDirectories(source.resolve("sub/empty"));
        Files.writeString(source.resolve("saved.txt"), "first\n");
        Files.writeString(source.resolve("sub/gone.txt"), "gone soon\n");
        Path script = Files.writeString(source.resolve("run.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (!Files.exists(source.resolve("link"))) {
            Files.createSymbolicLink(source.resolve("link"), Path.of("saved.txt"));
        }
        return source;
    }

    private Project project(Stand stand, Collection<Cell> cells, @Nullable String owner) throws Exception {
        StringBuilder yaml = new StringBuilder("toolbox: devsync-test/busybox\nservices:\n");
        for (Replicas replicas : Replicas.values()) {
            String syncs = cells.stream()
                    .filter(cell -> cell.replicas() == replicas)
                    .map(cell -> "      - {path: src, target: " + target(cell)
                            + (owner == null ? "" : ", owner: \"" + owner + "\"") + "}\n")
                    .collect(Collectors.joining());
            if (!syncs.isEmpty()) {
                yaml.append("  ").append(service(replicas)).append(":\n    ");
                yaml.append(
                        replicas == Replicas.ONE
                                ? "container: " + stand.container(1)
                                : "label: " + Stand.LABEL + "=" + stand.name());
                yaml.append("\n    sync:\n").append(syncs);
            }
        }
        return ConfigFile.read(Files.writeString(folder.resolve("devsync.yaml"), yaml), Map.of());
    }

    private static String service(Replicas replicas) {
        return replicas.name().toLowerCase(Locale.ROOT);
    }

    private static String target(Cell cell) {
        return cell.place().target(cell.replicas());
    }

    private static List<Status.TargetStatus> targets(Session session, Cell cell) {
        return session.status().syncs().stream()
                .filter(sync -> sync.target().equals(target(cell)))
                .flatMap(sync -> sync.targets().stream())
                .toList();
    }

    /// Waits until all replicas are in sync, or will not be, for one and the same reason.
    private static Finding settled(Session session, Cell cell) {
        await().alias(cell.toString())
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertThat(targets(session, cell))
                        .hasSize(cell.replicas().count())
                        .extracting(Finding::of)
                        .doesNotContain(Finding.OPEN));
        Set<Finding> findings = targets(session, cell).stream().map(Finding::of).collect(Collectors.toSet());
        assertThat(findings).as(cell.toString()).hasSize(1);
        return findings.iterator().next();
    }

    private static String transport(Session session, Cell cell) {
        return targets(session, cell).stream()
                .map(Status.TargetStatus::transport)
                .filter(transport -> !transport.startsWith("shared with"))
                .findFirst()
                .orElseThrow();
    }

    private static Outcome outcome(String transport, @Nullable String owner) {
        assertThat(transport).contains("sh agent"); // nothing is left to the archive API
        boolean toolbox = transport.contains(" of devsync-test/busybox");
        return owner == null
                ? toolbox ? Outcome.TOOLBOX : Outcome.WORKS
                : toolbox ? Outcome.WITH_OWNER_AND_TOOLBOX : Outcome.WITH_OWNER;
    }

    private static void awaitEqual(Stand stand, List<Cell> cells, Path source) throws Exception {
        SortedMap<String, String> wanted = Look.onHost(source);
        for (Cell cell : cells) {
            for (String container : stand.containers(cell.replicas())) {
                await().alias(cell.toString())
                        .atMost(LIMIT)
                        .pollDelay(Duration.ZERO)
                        .untilAsserted(
                                () -> assertThat(synced(stand, container, cell)).isEqualTo(wanted));
            }
        }
    }

    private static SortedMap<String, String> synced(Stand stand, String container, Cell cell) throws Exception {
        SortedMap<String, String> found = stand.look(container, cell.place(), cell.replicas());
        found.keySet().removeIf(path -> path.startsWith(".devsync"));
        return found;
    }

    private void clean(Stand stand, List<Cell> cells) throws Exception {
        Project project = project(stand, cells, OWNER);
        List<Cleanup> done = new Cleaning(TestEngine::connect, project.toolbox(), event -> {}).run(project.services());
        assertThat(done).as("cleaned").allMatch(each -> each.kept().isEmpty());
        stand.assertNoLeftovers(cells.stream()
                .filter(cell ->
                        Objects.requireNonNull(outcomes.get(cell)).name().matches("WORKS|TOOLBOX|WITH_OWNER.*"))
                .toList());
    }
}
