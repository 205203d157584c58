package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Each stage of a save leaves an event for the flight recorder, so that each millisecond has an owner.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StageEventsTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private List<RecordedEvent> recorded(String... names) throws Exception {
        Path source = Files.createDirectories(folder.toRealPath().resolve("src"));
        Files.writeString(source.resolve("a.txt"), "one");
        Path target = folder.toRealPath().resolve("there");
        Path config = Files.writeString(
                folder.resolve("devsync.yaml"),
                "services: {here: {local: true, sync: [{path: src, target: \"" + target + "\"}]}}\n");
        Project project = ConfigFile.read(config, Map.of());
        List<String> seen = new CopyOnWriteArrayList<>();
        Path dump = folder.resolve("events.jfr");
        try (Recording recording = new Recording();
                Session _ = Session.open(
                        project,
                        project.services(),
                        () -> {
                            throw new AssertionError("no engine is needed");
                        },
                        event -> seen.add(event.getClass().getSimpleName()))) {
            await().atMost(LIMIT).until(() -> seen.contains("CaughtUp"));
            Stream.of(names).forEach(name -> recording.enable(name).withThreshold(Duration.ZERO));
            recording.start();
            Files.writeString(source.resolve("a.txt"), "another");
            await().atMost(LIMIT).until(() -> seen.contains("Synced"));
            recording.stop();
            recording.dump(dump);
        }
        return RecordingFile.readAllEvents(dump);
    }

    @Test
    void a_save_leaves_one_of_each_stage_in_order() throws Exception {
        List<RecordedEvent> events =
                recorded("dev.devsync.Look", "dev.devsync.Difference", "dev.devsync.Send", "dev.devsync.Acknowledge");
        List<String> names = events.stream()
                .sorted((a, b) -> a.getStartTime().compareTo(b.getStartTime()))
                .map(event -> event.getEventType().getName())
                .distinct()
                .toList();
        assertThat(names)
                .containsExactly(
                        "dev.devsync.Look", "dev.devsync.Difference", "dev.devsync.Send", "dev.devsync.Acknowledge");
        assertThat(of(events, "dev.devsync.Look").getDuration("waited")).isPositive();
        assertThat(of(events, "dev.devsync.Look").getLong("revision")).isPositive();
        assertThat(of(events, "dev.devsync.Difference").getInt("changes")).isEqualTo(1);
        assertThat(of(events, "dev.devsync.Send").getLong("bytes")).isPositive();
    }

    private static RecordedEvent of(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
