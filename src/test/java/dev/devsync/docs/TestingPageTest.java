package dev.devsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What docs/testing.md shows to be copied is what a test of ours runs.
class TestingPageTest {

    @Test
    void shows_what_runs() throws IOException {
        String test = Files.readString(Path.of("src/test/java/dev/devsync/api/ExampleIT.java"));
        int begin = test.indexOf('\n', test.indexOf("// begin of the example")) + 1;
        int end = test.lastIndexOf('\n', test.indexOf("// end of the example"));
        String example = words(test.substring(begin, end));

        assertThat(example).contains("Devsync.sync(source)");
        assertThat(words(Files.readString(Path.of("docs/testing.md")))).contains(example);
    }

    /// The page wraps lines as it likes.
    private static String words(String text) {
        return Objects.requireNonNull(text).replaceAll("\\s+", "");
    }
}
