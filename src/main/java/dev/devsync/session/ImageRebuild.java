package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.config.Location;
import dev.devsync.target.TargetException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Builds a Compose service's image and makes its containers anew, by the docker CLI: what belongs into an image is
/// for Compose to know.
final class ImageRebuild {

    private static final long LIMIT_MINUTES = 30;

    private final Path folder;

    /// @param folder where the Compose file is
    ImageRebuild(Path folder) {
        this.folder = folder;
    }

    /// @param lines told what the CLI says
    /// @throws TargetException.Refused if there is no docker CLI, or it fails
    void run(Location.ComposeService service, Consumer<String> lines) throws TargetException, InterruptedException {
        List<String> command = List.of(
                "docker",
                "compose",
                "-p",
                service.project(),
                "up",
                "--detach",
                "--build",
                "--no-deps",
                service.service());
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new TargetException.Refused(
                    "an image can only be built by the docker CLI: " + e.getMessage(), "Install it with Compose.");
        }
        try (BufferedReader output = process.inputReader(UTF_8)) {
            output.lines().forEach(lines);
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new TargetException.Refused("`docker compose up --build` took longer than 30 minutes", "");
            }
        } catch (IOException e) {
            lines.accept("its output was cut off: " + e.getMessage());
        } finally {
            process.destroy();
        }
        if (process.exitValue() != 0) {
            throw new TargetException.Refused(
                    "`" + String.join(" ", command) + "` failed with exit code " + process.exitValue(),
                    "Its output above says why; the containers from before go on.");
        }
    }
}
