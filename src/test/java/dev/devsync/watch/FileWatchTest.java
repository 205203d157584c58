package dev.devsync.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final List<Set<Path>> told = new CopyOnWriteArrayList<>();
    private FileWatch watch = FileWatch.of(List.of(), Duration.ofMillis(200), told::add);

    @AfterEach
    void close() {
        watch.close();
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private void watch(String... names) {
        watch.watch(List.of(names).stream().map(this::file).toList());
    }

    private void awaitTold(Path... files) {
        await().atMost(LIMIT).until(() -> told.contains(Set.of(files)));
        told.clear();
    }

    @Test
    void tellsOfFilesThatComeChangeAreReplacedAndGo() throws Exception {
        watch("in/a", "b");
        Files.createDirectories(file("in"));
        Files.writeString(file("in/a"), "1");
        awaitTold(file("in/a"));
        Files.writeString(file("in/a"), "longer");
        awaitTold(file("in/a"));
        Files.move(Files.writeString(file("new"), "yet longer"), file("b"));
        awaitTold(file("b"));
        Files.delete(file("in/a"));
        awaitTold(file("in/a"));
    }

    @Test
    void tellsOfWhatIsWatchedNow() throws Exception {
        watch("a");
        watch("b");
        Files.writeString(file("a"), "nobody asks");
        Files.writeString(file("b"), "1");
        awaitTold(file("b"));
        assertThat(told).isEmpty();
    }
}
