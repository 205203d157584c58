package dev.devsync.config.compose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Docker Compose itself, driving a project of a test in the engine of `DOCKER_HOST`. Closing it takes the project
/// down.
///
/// The CLI is that of `DEVSYNC_TEST_DOCKER`, which `.ci/engine run` sets; without it the test is skipped.
public final class RealCompose implements AutoCloseable {

    private static final String VARIABLE = "DEVSYNC_TEST_DOCKER";

    private static final long LIMIT_SECONDS = 120;

    /// What a command said and how it ended.
    public record Answer(int exitCode, String output) {}

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    private RealCompose(Path folder) {
        this.folder = folder;
    }

    /// Whether there is a docker CLI with Compose.
    public static boolean isThere() {
        return System.getenv(VARIABLE) != null;
    }

    /// @param folder of the compose file; made if it is missing. Its name is the project's, so it must be one that no
    ///     other test has: [#newFolder]
    public static RealCompose in(Path folder) throws IOException {
        assumeTrue(isThere(), VARIABLE + " names no docker CLI with compose; `.ci/engine run` does");
        Files.createDirectories(folder);
        return new RealCompose(folder);
    }

    /// A folder with a name that gives a project of its own.
    public static Path newFolder(Path parent) throws IOException {
        return Files.createTempDirectory(parent, "devsync-test-");
    }

    /// Adds a variable for Compose.
    public RealCompose with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Path folder() {
        return folder;
    }

    /// The project's name, as Compose makes it of the folder's.
    public String project() {
        return folder.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("[^-_a-z0-9]", "");
    }

    /// Writes a file of the project.
    public Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }

    /// Runs `docker compose ARGUMENTS`, which must succeed, and returns what it wrote to both streams.
    public String run(String... arguments) throws IOException, InterruptedException {
        Answer answer = tryTo(arguments);
        assertThat(answer.exitCode())
                .as("docker compose %s: %s", String.join(" ", arguments), answer.output())
                .isZero();
        return answer.output();
    }

    /// Runs `docker compose ARGUMENTS`, which may fail.
    public Answer tryTo(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getenv(VARIABLE), "compose"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("devsync-compose", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("docker compose %s ends", String.join(" ", arguments))
                    .isTrue();
            return new Answer(process.exitValue(), Files.readString(output, UTF_8));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (Files.exists(folder)) {
                tryTo("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "0", "--rmi", "local");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
