package dev.devsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// An engine behind ssh. The ssh of this test goes nowhere: it runs what it is given by a shell of this machine, as
/// sshd does on the other one; from there on everything is real.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class SshIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Engine engine;
    private GenericContainer<?> container;
    private Path connections;
    private Path temporary;
    private Process running;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(hasDockerCli(), "there is no docker CLI in the PATH, as the other machine would have it");
        engine = TestEngine.connect();
        container = TestEngine.start("debian");
        temporary = Files.createDirectory(folder.resolve("tmp"));
        connections = Files.createFile(folder.resolve("connections"));
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path ssh = Files.writeString(bin.resolve("ssh"), """
                #!/bin/sh
                case " $* " in *" -o BatchMode=yes "*) ;; *) echo 'would ask' >&2; exit 255 ;; esac
                while [ "$1" != -- ]; do shift; done
                host=$2
                shift 2
                if [ "$host" != there ]; then
                  echo "ssh: Could not resolve hostname $host: Name or service not known" >&2
                  exit 255
                fi
                echo $$ >>%s
                DOCKER_HOST=%s exec sh -c "$*"
                """.formatted(
                        connections, engine.address().endpoint().uri()));
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("src/a.txt"), "one");
        Files.writeString(folder.resolve("devsync.yaml"), """
                services:
                  app:
                    container: %s
                    sync: [{path: src, target: /srv/app}]
                    run: sh -c 'cat a.txt; exec sleep 1000'
                """.formatted(
                        container.getContainerName().substring(1)));
    }

    private static boolean hasDockerCli() {
        for (String entry :
                Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(entry, "docker"))) {
                return true;
            }
        }
        return false;
    }

    @AfterEach
    void stop() throws Exception {
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
        if (container != null) {
            container.close();
            engine.close();
        }
    }

    private Process devsync(String host, String path, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.devsync.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("DOCKER_HOST", "ssh://" + host);
        builder.environment().put("PATH", folder.resolve("bin") + File.pathSeparator + path);
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.environment().put("XDG_STATE_HOME", folder.toString());
        running = builder.start();
        return running;
    }

    private String said() throws Exception {
        return Files.readString(folder.resolve("log"), UTF_8);
    }

    private String saidBy(int code, String host, String path, String... arguments) throws Exception {
        Process process = devsync(host, path, arguments);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said()).isTrue();
        assertThat(process.exitValue()).as(said()).isEqualTo(code);
        return said();
    }

    @Test
    void syncs_and_runs_through_ssh_and_leaves_nothing_behind() throws Exception {
        Process up = devsync("me@there:2222", System.getenv("PATH"), "up");
        await().atMost(LIMIT)
                .failFast(() -> assertThat(up.isAlive()).as(said()).isTrue())
                .untilAsserted(() -> assertThat(said()).contains("app started"));
        Files.writeString(folder.resolve("src/a.txt"), "two\n");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(container
                                .execInContainer("cat", "/srv/app/a.txt")
                                .getStdout())
                        .isEqualTo("two\n"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(said()).contains("| two"));

        up.destroy();
        assertThat(up.waitFor(20, TimeUnit.SECONDS)).as(said()).isTrue();
        assertThat(Files.readAllLines(connections)).isNotEmpty();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Files.readAllLines(connections))
                        .noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid)).isPresent()));
        assertThat(TestEngine.processes(engine, container)).allMatch(command -> command.startsWith("sleep inf"));
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void connections_end_with_a_devsync_that_is_killed() throws Exception {
        Process up = devsync("there", System.getenv("PATH"), "up");
        await().atMost(LIMIT)
                .failFast(() -> assertThat(up.isAlive()).as(said()).isTrue())
                .untilAsserted(() -> assertThat(said()).contains("app started"));
        up.destroyForcibly().waitFor();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Files.readAllLines(connections))
                        .noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid)).isPresent()));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(TestEngine.processes(engine, container))
                        .allMatch(command -> command.startsWith("sleep inf")));
    }

    @Test
    void commands_that_end_by_themselves_leave_nothing_behind() throws Exception {
        saidBy(0, "there", System.getenv("PATH"), "sync");
        assertThat(temporary).isEmptyDirectory();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Files.readAllLines(connections))
                        .noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid)).isPresent()));
    }

    @Test
    void says_what_ssh_says() throws Exception {
        assertThat(saidBy(3, "nowhere", System.getenv("PATH"), "sync"))
                .contains(
                        "ssh://nowhere (from DOCKER_HOST)",
                        "Could not resolve hostname nowhere",
                        "ssh nowhere docker version");
    }

    @Test
    void says_that_the_other_machine_has_no_docker_cli() throws Exception {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        Files.createSymbolicLink(tools.resolve("sh"), Path.of("/bin/sh"));
        assertThat(saidBy(3, "there", tools.toString(), "sync")).contains("docker", "not found", "needs a docker CLI");
    }

    @Test
    void doctor_names_the_way() throws Exception {
        assertThat(saidBy(0, "me@there", System.getenv("PATH"), "doctor"))
                .contains("at ssh://me@there (from DOCKER_HOST)");
    }
}
