package dev.devsync.watch;

import static dev.devsync.select.Selector.Verdict.IGNORED;
import static dev.devsync.select.Selector.Verdict.SELECTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.select.Selector;
import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Who has edited and then asks for a full look finds the edit in what it returns, at once and every time.
@EnabledOnOs({OS.LINUX, OS.MAC})
class FullLookTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path root;

    private @Nullable Source source;
    private RuleSource rules = RuleSource.of(Selector.ALL);

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
    }

    private Source open(Watch.Opener opener) throws Exception {
        Source opened = Source.open(root, rules, new RecordingListener(), opener);
        source = opened;
        return opened;
    }

    /// The system tells nothing: only looking helps.
    private Source openDeaf() throws Exception {
        return open((paths, selector, sink, walk) -> () -> {});
    }

    private static Source.State fullLook(Source source) throws InterruptedException {
        return source.awaitFullLook(LIMIT).orElseThrow();
    }

    private static RelativePath path(String path) {
        return RelativePath.of(path);
    }

    @Test
    void findsWhatTheSystemDidNotTell() throws Exception {
        Files.writeString(root.resolve("a"), "old");
        Source deaf = openDeaf();
        Files.writeString(root.resolve("a"), "newer");
        Files.createDirectories(root.resolve("d/e"));
        Files.writeString(root.resolve("d/e/f"), "x");

        Source.State state = fullLook(deaf);

        assertThat(state.tree().paths()).containsExactly(path("a"), path("d"), path("d/e"), path("d/e/f"));
        assertThat(state.tree().get(path("a")))
                .isInstanceOfSatisfying(
                        Entry.File.class, file -> assertThat(file.size()).isEqualTo(5));
    }

    @Test
    void waitsForWhatIsHeldBack() throws Exception {
        Files.writeString(root.resolve("gone"), "x");
        Files.writeString(root.resolve("empty"), "x");
        Files.writeString(root.resolve("stays"), "x");
        Source watched = open(SystemWatch::open);
        Files.delete(root.resolve("gone"));
        Files.writeString(root.resolve("empty"), "");

        Source.State state = fullLook(watched);

        assertThat(state.tree().paths()).containsExactly(path("empty"), path("stays"));
        assertThat(state.tree().get(path("empty")))
                .isInstanceOfSatisfying(
                        Entry.File.class, file -> assertThat(file.size()).isZero());
    }

    @Test
    void isNewerThanTheEditEveryTime() throws Exception {
        Source watched = open(SystemWatch::open);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            String name = "f" + random.nextInt(5);
            String content = "x".repeat(1 + i % 7) + i;
            switch (random.nextInt(3)) {
                case 0 -> Files.deleteIfExists(root.resolve(name));
                case 1 -> Files.writeString(root.resolve(name), content);
                default -> Files.createDirectories(root.resolve("folder" + i));
            }
            Files.writeString(root.resolve("last"), content);

            Source.State state = fullLook(watched);

            assertThat(state.tree().contains(path(name)))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(Files.exists(root.resolve(name)));
            assertThat(state.tree().get(path("last")))
                    .as("seed %d, round %d", seed, i)
                    .isInstanceOfSatisfying(
                            Entry.File.class, file -> assertThat(file.size()).isEqualTo(content.length()));
        }
    }

    @Test
    void followsRulesThatWereJustEdited() throws Exception {
        Files.writeString(root.resolve("rules"), "secret");
        Files.writeString(root.resolve("secret"), "x");
        Files.writeString(root.resolve("other"), "x");
        rules = new FileOfOneName(root.resolve("rules"));
        Source deaf = openDeaf();
        assertThat(deaf.current().tree().paths()).containsExactly(path("other"));

        Files.writeString(root.resolve("rules"), "other");

        assertThat(fullLook(deaf).tree().paths()).containsExactly(path("secret"));
    }

    @Test
    void tellsOfAFolderThatHasVanished() throws Exception {
        Files.writeString(root.resolve("a"), "x");
        Source deaf = openDeaf();

        Files.delete(root.resolve("a"));

        assertThat(fullLook(deaf).status()).isEqualTo(Source.Status.MISSING);
        Files.writeString(root.resolve("a"), "x");
        assertThat(fullLook(deaf).status()).isEqualTo(Source.Status.READY);
    }

    @Test
    void endsWhenTheSourceIsClosed() throws Exception {
        Source deaf = openDeaf();
        deaf.close();

        assertThat(deaf.awaitFullLook(LIMIT)).isEmpty();
    }

    /// Ignores the one name that a file holds, and that file itself.
    private static final class FileOfOneName implements RuleSource {
        private final Path file;

        FileOfOneName(Path file) {
            this.file = file;
        }

        @Override
        public Selector load() throws IOException {
            String name = Files.readString(file);

            return (path, kind) -> path.raw().equals(name) || path.raw().equals("rules") ? IGNORED : SELECTED;
        }

        @Override
        public boolean isRuleFile(RelativePath path) {
            return path.raw().equals("rules");
        }

        @Override
        public Collection<RelativePath> files() {
            return List.of(RelativePath.of("rules"));
        }
    }
}
