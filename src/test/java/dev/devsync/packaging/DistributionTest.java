package dev.devsync.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The archive of `make dist`, unpacked anywhere and called by any name, is all that is needed.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class DistributionTest {

    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void unpack() throws Exception {
        List<Path> archives = archives();
        assumeTrue(!archives.isEmpty(), "there is no archive in target/dist: packaging/dist makes it");
        run("tar", "-xzf", archives.getFirst().toAbsolutePath().toString(), "-C", folder.toString());
        try (Stream<Path> unpacked = Files.list(folder)) {
            home = unpacked.findFirst().orElseThrow();
        }
    }

    private static List<Path> archives() throws IOException {
        Path dist = Path.of("target/dist");
        if (!Files.isDirectory(dist)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(dist)) {
            return files.filter(file -> file.toString().endsWith(".tar.gz")).toList();
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA") || name.startsWith("DEVSYNC"));
        builder.environment().put("PATH", "/usr/bin:/bin"); // no JDK
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void has_a_runtime_a_class_cache_completions_and_manual_pages() {
        assertThat(home.getFileName().toString()).matches("devsync-[\\w.-]+-(linux|macos)-(x86_64|aarch64)");
        assertThat(List.of(
                        "bin/devsync",
                        "runtime/bin/java",
                        "lib/devsync.jar",
                        "lib/devsync.aot",
                        "completions/devsync.bash",
                        "completions/_devsync",
                        "completions/devsync.fish",
                        "share/man/man1/devsync.1",
                        "share/man/man1/devsync-up.1",
                        "LICENSE",
                        "README.md",
                        "docs/configuration.md",
                        "share/devsync.schema.json"))
                .allSatisfy(file -> assertThat(home.resolve(file)).isNotEmptyFile());
    }

    @Test
    void starts_without_a_jdk_and_through_a_link() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("ds"), home.resolve("bin/devsync"));
        assertThat(run(link.toString(), "--version")).matches("devsync \\d+\\.\\d+\\S*\\n");
    }

    /// Java leaves a cache aside that does not fit, without a word: the class path, the jars' times or the
    /// runtime are others than when it was made.
    @Test
    void takes_its_classes_from_the_cache() throws Exception {
        String said = run(
                "env",
                "DEVSYNC_JAVA_OPTS=-Xlog:class+load=info:stdout",
                home.resolve("bin/devsync").toString(),
                "--version");
        assertThat(said).containsPattern("dev\\.devsync\\.cli\\.Main source: shared objects file");
    }
}
