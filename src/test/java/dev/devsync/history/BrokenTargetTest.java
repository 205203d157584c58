package dev.devsync.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Proves that the check can fail: a target that somebody spoils is found out, and its history made smaller.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BrokenTargetTest {

    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private static final List<Step> STEPS = List.of(
            new FileEdit.Create("d1/f1", 10, 1),
            new FileEdit.Create("f.txt", 300, 3),
            new FileEdit.Rewrite("d1/f1", 20, 3),
            new TreeEdit.Link("l1", "d1"),
            new Step.Check(),
            new TreeEdit.Delete("l1"),
            new Step.Check());

    @TempDir
    Path folder;

    /// How a target is spoilt, each time before somebody looks.
    @FunctionalInterface
    private interface Spoiling {
        void file(Path file) throws IOException;
    }

    private record SpoiltSite(LocalSite site, Spoiling spoiling) implements Site {
        @Override
        public String location() {
            return site.location();
        }

        @Override
        public String root() {
            return site.root();
        }

        @Override
        public Picture look() throws IOException {
            HostPlace target = new HostPlace(site.folder());
            for (String path : target.below("")) {
                if (path.endsWith(".txt") && Files.isRegularFile(target.file(path), LinkOption.NOFOLLOW_LINKS)) {
                    spoiling.file(target.file(path));
                }
            }
            return site.look();
        }
    }

    private Optional<String> play(Spoiling spoiling, Duration minimising) throws Exception {
        Theatre theatre = new Theatre(
                TargetKind.LOCAL,
                folder,
                fresh -> new QuietStage(
                        fresh, new SpoiltSite(new LocalSite(fresh.resolve("target/app")), spoiling), () -> {
                            throw new AssertionError("a local folder needs no engine");
                        }),
                PATIENCE,
                minimising,
                new Totals());
        return theatre.play(new History(4711, STEPS));
    }

    private void assertFound(Spoiling spoiling, String how) throws Exception {
        assertThat(play(spoiling, Duration.ZERO).orElse("nothing")).contains("seed 4711", "at step 4", how);
    }

    @Test
    void makesTheHistorySmaller() throws Exception {
        String failure = play(Files::delete, Duration.ofSeconds(60)).orElse("nothing");
        assertThat(failure)
                .contains("f.txt: missing", "minimised from 5 to 2 steps", "Create[path=f.txt", "Check[]")
                .doesNotContain("Rewrite");
    }

    @Test
    void findsAByteThatWasChangedBehindDevsync() throws Exception {
        assertFound(
                file -> {
                    var time = Files.getLastModifiedTime(file);
                    byte[] bytes = Files.readAllBytes(file);
                    bytes[bytes.length / 2] = 0; // no text has it
                    Files.write(file, bytes);
                    Files.setLastModifiedTime(file, time);
                },
                "f.txt: is File");
    }

    @Test
    void findsAModeThatIsNotTheHosts() throws Exception {
        assertFound(file -> Files.setAttribute(file, "unix:mode", 0777), "mode=511");
    }

    @Test
    void findsATimeThatIsNotTheHosts() throws Exception {
        assertFound(file -> Files.setLastModifiedTime(file, FileTime.fromMillis(1000)), "nanos=1000000000");
    }

    @Test
    void findsAFileTooMany() throws Exception {
        assertFound(
                file -> Files.write(
                        file.resolveSibling("more"),
                        new byte[0],
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING),
                "more: should not be there");
    }
}
