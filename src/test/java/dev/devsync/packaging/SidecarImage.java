package dev.devsync.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The sidecar image, built as users build it but of what is on this machine: the archive of `make dist` and
/// the Debian image of the tests.
final class SidecarImage implements AutoCloseable {

    private static final long BUILD_MINUTES = 5;

    /// What the classic builder says before it begins the second stage: the image of the first, which nobody
    /// else would remove.
    private static final Pattern FIRST_STAGE =
            Pattern.compile("---> ([0-9a-f]{12})\\s+(?:Step|\\[2/2] STEP) [^\n]*: FROM \\$\\{BASE_IMAGE}");

    private final String docker;
    private final String name;
    private final List<String> left = new ArrayList<>();

    private SidecarImage(String docker, String name) {
        this.docker = docker;
        this.name = name;
    }

    /// Builds it; skips the test where the machine cannot.
    static SidecarImage build() throws IOException, InterruptedException {
        assumeTrue(hasArchive(), "there is no archive in target/dist for Linux: packaging/dist makes it");
        String docker = Objects.requireNonNullElse(System.getenv("DEVSYNC_TEST_DOCKER"), "docker");
        assumeTrue(answers(docker), "there is no docker CLI");
        SidecarImage image = new SidecarImage(
                docker, "devsync-test/sidecar:" + UUID.randomUUID().toString().substring(0, 8));
        ProcessBuilder builder = new ProcessBuilder("packaging/image");
        builder.environment().put("LOCAL", "1");
        builder.environment().put("BASE_IMAGE", "devsync-test/debian");
        builder.environment().put("IMAGE", image.name);
        Matcher stage = FIRST_STAGE.matcher(run(builder));
        if (stage.find()) {
            image.left.add(stage.group(1));
        }
        image.left.addFirst(image.name);
        return image;
    }

    private static boolean hasArchive() throws IOException {
        Path folder = Path.of("target/dist");
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().matches(".*-linux-.*\\.tar\\.gz"));
        }
    }

    private static boolean answers(String docker) throws InterruptedException {
        try {
            return new ProcessBuilder(docker, "version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path log = Files.createTempFile("devsync-image", ".log");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertThat(process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)).isTrue();
            String said = Files.readString(log);
            assertThat(process.exitValue()).as(said).isZero();
            return said;
        } finally {
            process.destroyForcibly();
            Files.delete(log);
        }
    }

    String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        try {
            for (String each : left) {
                run(new ProcessBuilder(List.of(docker, "rmi", "-f", each)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the image stays
        }
    }
}
