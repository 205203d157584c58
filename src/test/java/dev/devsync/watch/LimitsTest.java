package dev.devsync.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Real limits of the system, in a process of its own.
@EnabledOnOs(OS.LINUX)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LimitsTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /// A watching process under limits, and what it has said.
    private static final class Watching implements AutoCloseable {
        private final Process process;
        private final Writer input;
        final List<String> said = new CopyOnWriteArrayList<>();

        /// @param shell what sets the limits; a program may stand before it
        Watching(Path root, String shell, String... before) throws IOException {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            List<String> command = new ArrayList<>(List.of(before));
            command.addAll(List.of("sh", "-c", shell + "; exec \"$@\"", "sh", java, "-Xmx128m", "-XX:+UseSerialGC"));
            command.addAll(List.of(
                    "-XX:-MaxFDLimit",
                    "-cp",
                    System.getProperty("java.class.path"),
                    WatchingProcess.class.getName(),
                    root.toString()));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            input = process.outputWriter(UTF_8);
            Thread.ofPlatform().daemon().start(this::listen);
            await("ready");
        }

        private void listen() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    said.add(line);
                }
            } catch (IOException e) {
                said.add("ended: " + e);
            }
        }

        void ask(String command) throws IOException {
            input.write(command + "\n");
            input.flush();
        }

        String await(String start) {
            Awaitility.await(start + ", after " + said)
                    .atMost(LIMIT)
                    .until(() -> said.stream().anyMatch(line -> line.startsWith(start)));
            return said.stream()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElseThrow();
        }

        void awaitInTree(String path) {
            Awaitility.await(path + ", after " + said).atMost(LIMIT).until(() -> {
                ask("tree");
                return (said.getLast() + " ").contains(" " + path + " ");
            });
        }

        @Override
        public void close() throws IOException {
            input.close();
            process.destroy();
        }
    }

    @Test
    void whatTheSystemHasNoWatchForIsLookedAtEveryTwoSecondsAndTheRestIsWatched() throws Exception {
        assumeTrue(
                new ProcessBuilder("unshare", "-Ur", "sh", "-c", "echo 9 >/proc/sys/user/max_inotify_watches")
                                .redirectErrorStream(true)
                                .start()
                                .waitFor()
                        == 0,
                "no user namespaces here");
        for (int i = 0; i < 30; i++) {
            Files.createDirectories(folder.resolve("f" + i + "/inner"));
        }
        try (Watching watching =
                new Watching(folder, "echo 20 >/proc/sys/user/max_inotify_watches", "unshare", "-Ur")) {
            assertThat(watching.await("watch trouble"))
                    .contains(
                            "cannot watch 41 folders in " + folder,
                            "inotify watches",
                            "looking there every 2 s instead",
                            "sudo sysctl fs.inotify.max_user_watches=");
            for (int i = 0; i < 30; i++) {
                Files.writeString(folder.resolve("f" + i + "/inner/file"), "x");
                Files.createDirectories(folder.resolve("f" + i + "/new"));
            }
            for (int i = 0; i < 30; i++) {
                watching.awaitInTree("f" + i + "/inner/file");
            }
            // A folder that is made when there is no watch left, and what comes into it later.
            Files.createDirectory(folder.resolve("later"));
            watching.awaitInTree("later");
            Files.writeString(folder.resolve("later/file"), "x");
            watching.awaitInTree("later/file");
            Files.writeString(folder.resolve("f7/new/file"), "x");
            watching.awaitInTree("f7/new/file");
            assertThat(watching.said.stream().filter(line -> !line.startsWith("tree")))
                    .as("told once, and nothing was started over")
                    .hasSize(2);
        }
    }

    @Test
    void nothingIsLostWhileItMayNotOpenMoreFiles() throws Exception {
        Files.createDirectories(folder.resolve("known/inner"));
        Files.writeString(folder.resolve("known/file"), "x");
        try (Watching watching = new Watching(folder, "ulimit -n 96")) {
            Files.writeString(folder.resolve("known/inner/first"), "x"); // has all that is needed loaded
            Files.createDirectories(folder.resolve("first/inner"));
            watching.awaitInTree("first/inner");
            watching.ask("hoard");
            watching.await("hoarded");
            Files.createDirectories(folder.resolve("new/inner"));
            Files.writeString(folder.resolve("new/inner/file"), "x");
            Files.writeString(folder.resolve("known/inner/second"), "x");
            assertThat(watching.await("problem new"))
                    .isEqualTo(
                            "problem new: devsync may not open more files (see ulimit -n); it tries again every 2 s");
            watching.ask("release");
            watching.await("released");
            watching.awaitInTree("new/inner/file");
            watching.awaitInTree("known/inner/second");
            watching.awaitInTree("known/file");
            watching.await("problem gone new");
            watching.await("watch restored");
            Files.writeString(folder.resolve("new/inner/last"), "x");
            watching.awaitInTree("new/inner/last");
        }
    }
}
