package dev.devsync.bench;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.report.Event;
import dev.devsync.session.Session;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/// What the milliseconds of a save go to: devsync's own events for the flight recorder, over a hundred saves. devsync
/// runs in this process here.
final class Stages {

    private static final int SAVES = 100;
    private static final long PAUSE_MILLIS = 40;
    private static final long LIMIT_SECONDS = 30;

    private Stages() {}

    static void measure(Lab lab, Map<String, Figures> stages) throws Exception {
        Path home = Files.createTempDirectory(lab.folder(), "stages-").toRealPath();
        Path source = Files.createDirectories(home.resolve("src"));
        Files.writeString(source.resolve("saved.txt"), "first\n");
        String name = "devsync-bench-" + Long.toString(System.nanoTime(), 36);
        List<String> containers = lab.containers(name, 1);
        try {
            Path config = Files.writeString(
                    home.resolve("devsync.yaml"),
                    "services: {bench: {container: " + containers.getFirst()
                            + ", sync: [{path: src, target: /app}]}}\n");
            Path dump = home.resolve("events.jfr");
            record(ConfigFile.read(config, Map.of()), source, dump);
            read(RecordingFile.readAllEvents(dump), stages);
        } finally {
            lab.remove(containers);
        }
    }

    private static void record(Project project, Path source, Path dump) throws Exception {
        Semaphore caughtUp = new Semaphore(0);
        Semaphore synced = new Semaphore(0);
        try (Recording recording = new Recording();
                Session _ = Session.open(project, project.services(), TestEngine::connect, event -> {
                    switch (event) {
                        case Event.CaughtUp _ -> caughtUp.release();
                        case Event.Synced _ -> synced.release();
                        default -> {}
                    }
                })) {
            await(caughtUp);
            for (String stage : List.of("Look", "Difference", "Send", "Acknowledge")) {
                recording.enable("dev.devsync." + stage).withThreshold(Duration.ZERO);
            }
            recording.start();
            for (int i = 0; i < SAVES; i++) {
                Thread.sleep(PAUSE_MILLIS);
                Path beside = Files.writeString(source.resolveSibling("beside"), "x".repeat(1_000) + i);
                Files.move(beside, source.resolve("saved.txt"), ATOMIC_MOVE, REPLACE_EXISTING);
                await(synced);
            }
            recording.stop();
            recording.dump(dump);
        }
    }

    private static void await(Semaphore semaphore) throws InterruptedException {
        if (!semaphore.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nothing was synced within " + LIMIT_SECONDS + " s");
        }
    }

    private static void read(List<RecordedEvent> events, Map<String, Figures> stages) {
        Map<String, Figures> all = new LinkedHashMap<>();
        for (RecordedEvent event : events) {
            String stage = event.getEventType().getName();
            if (event.hasField("waited")) {
                add(all, stage + ".waited", event.getDuration("waited"));
            }
            add(all, stage, event.getDuration());
        }
        List.of(
                        Map.entry("dev.devsync.Look.waited", "the system's event → the source's thread"),
                        Map.entry("dev.devsync.Look", "look at the path, hash it, publish the tree"),
                        Map.entry("dev.devsync.Difference.waited", "the tree → the target's thread"),
                        Map.entry("dev.devsync.Difference", "the difference"),
                        Map.entry("dev.devsync.Send", "read, encode, write to the stream"),
                        Map.entry("dev.devsync.Acknowledge", "the agent stages, renames, acknowledges"))
                .forEach(entry -> {
                    Figures figures = all.get(entry.getKey());
                    if (figures != null) {
                        stages.put(entry.getValue() + " (`" + entry.getKey() + "`)", figures);
                    }
                });
    }

    private static void add(Map<String, Figures> all, String stage, Duration took) {
        all.computeIfAbsent(stage, _ -> new Figures()).add(took.toNanos() / 1e6);
    }
}
