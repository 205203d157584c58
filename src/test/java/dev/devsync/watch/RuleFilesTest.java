package dev.devsync.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.select.Selector;
import dev.devsync.tree.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFilesTest {

    private static final RelativePath NAME = new RelativePath(".ignore");

    @TempDir
    Path folder;

    private long now;
    private Path file = Path.of("");
    private Path outside = Path.of("");
    private final RuleFiles files = new RuleFiles(new OneFile(), new Settling(() -> now));

    private final class OneFile implements RuleSource {
        @Override
        public Selector load() {
            return Selector.ALL;
        }

        @Override
        public boolean isRuleFile(RelativePath path) {
            return path.equals(NAME);
        }

        @Override
        public Collection<RelativePath> files() {
            return List.of(NAME);
        }

        @Override
        public Collection<Path> filesOutside() {
            return List.of(outside);
        }
    }

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve(NAME.raw());
        Files.writeString(file, "secret");
        outside = Files.writeString(folder.resolveSibling(folder.getFileName() + ".ignore"), "secret");
        assertThat(loads()).isTrue();
    }

    @AfterEach
    void delete() throws IOException {
        Files.deleteIfExists(outside);
    }

    private boolean loads() throws IOException {
        return files.load(new HostPaths(folder)) != null;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void takesAFileForDeletedOnlyWhenItStaysAway() throws IOException {
        Files.delete(file);
        assertThat(loads()).isFalse();
        pass(Duration.ofMillis(100));
        assertThat(loads()).isTrue();
    }

    @Test
    void aFileElsewhereIsDeletedOnlyWhenItIsAtRest() throws IOException {
        Files.delete(outside);
        assertThat(files.areOutdated(new HostPaths(folder))).isTrue();
        assertThat(loads()).isFalse();
        files.outsideIsAtRest();
        assertThat(loads()).isTrue();
        Files.writeString(outside, "secret");
        assertThat(loads()).isTrue();
        Files.writeString(outside, "");
        assertThat(loads()).isFalse();
    }

    @Test
    void waitsAnewEachTimeThatAFileIsSaved() throws IOException {
        Files.delete(file);
        assertThat(loads()).isFalse();
        Files.writeString(file, "secret, too");
        assertThat(loads()).isTrue();

        pass(Duration.ofMinutes(1));
        Files.delete(file);
        assertThat(loads()).isFalse();
        pass(Duration.ofMillis(100));
        assertThat(loads()).isTrue();
    }
}
