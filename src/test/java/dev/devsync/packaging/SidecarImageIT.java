package dev.devsync.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineAddress;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// The sidecar image runs with as little as it can: no root, nothing to write to but /tmp, no network, no
/// capabilities.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class SidecarImageIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Engine engine;
    private static DockerClient docker;
    private static SidecarImage image;

    private final String project = "devsync-it-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<String> made = new ArrayList<>();

    @TempDir
    Path folder;

    private GenericContainer<?> app;

    @BeforeAll
    static void build() throws Exception {
        engine = TestEngine.connect();
        docker = TestEngine.docker(engine);
        image = SidecarImage.build();
    }

    @AfterAll
    static void remove() throws Exception {
        if (image != null) {
            image.close();
        }
        engine.close();
    }

    @BeforeEach
    void start() throws Exception {
        // As a checkout is: others may read it. The image's user is one of them.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        app = TestEngine.container("debian").withLabels(labels("app"));
        app.start();
        Files.writeString(folder.resolve("a.txt"), "one");
        config("app");
    }

    @AfterEach
    void stop() {
        made.forEach(id -> docker.removeContainerCmd(id).withForce(true).exec());
        app.close();
    }

    private Map<String, String> labels(String service) {
        return Map.of("com.docker.compose.project", project, "com.docker.compose.service", service);
    }

    /// The project's name is nowhere in it: the sidecar knows it from its own container.
    private void config(String service) throws Exception {
        Files.writeString(folder.resolve("devsync.yaml"), """
                services:
                  %s:
                    sync: [{path: ., target: /srv/app}]
                    run: sh -c 'cp a.txt /tmp/running; exec sleep 1000'
                """.formatted(service));
    }

    private Path socket() {
        return ((EngineAddress.UnixSocket) engine.address().endpoint()).path();
    }

    /// A user whom the socket's group lets in; where it lets none in (podman), root.
    private String user() throws Exception {
        return Files.getPosixFilePermissions(socket()).contains(PosixFilePermission.GROUP_WRITE) ? "10001" : "0";
    }

    private String sidecar(String user, List<String> groups) {
        HostConfig host = new HostConfig()
                .withReadonlyRootfs(true)
                .withTmpFs(Map.of("/tmp", ""))
                .withNetworkMode("none")
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withGroupAdd(groups)
                .withBinds(Bind.parse(folder + ":/workspace:ro"), Bind.parse(socket() + ":/var/run/docker.sock"));
        String id = docker.createContainerCmd(image.name())
                .withUser(user + ":" + user)
                .withLabels(labels("devsync"))
                .withHostConfig(host)
                .exec()
                .getId();
        made.add(id);
        docker.startContainerCmd(id).exec();
        return id;
    }

    private static boolean isPodman() {
        return String.valueOf(docker.versionCmd().exec().getRawValues().get("Components"))
                .contains("Podman");
    }

    private String said(String id) throws Exception {
        StringBuilder text = new StringBuilder();
        docker.logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .exec(new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                        text.append(new String(frame.getPayload(), UTF_8));
                    }
                })
                .awaitCompletion(20, TimeUnit.SECONDS);
        return text.toString();
    }

    private int exitCode(String id) {
        await().atMost(LIMIT)
                .until(() -> !Boolean.TRUE.equals(
                        docker.inspectContainerCmd(id).exec().getState().getRunning()));
        return Objects.requireNonNull(
                        docker.inspectContainerCmd(id).exec().getState().getExitCodeLong())
                .intValue();
    }

    private void awaitRunning(String sidecar, String content) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(
                                app.execInContainer("cat", "/tmp/running").getStdout())
                        .as(said(sidecar))
                        .isEqualTo(content));
    }

    private long exitOf(String id, String... command) throws Exception {
        String exec = docker.execCreateCmd(id)
                .withCmd(command)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId();
        docker.execStartCmd(exec).exec(new ResultCallback.Adapter<>()).awaitCompletion(30, TimeUnit.SECONDS);
        return Objects.requireNonNull(docker.inspectExecCmd(exec).exec().getExitCodeLong());
    }

    private String outputOf(String id, String... command) throws Exception {
        String exec = docker.execCreateCmd(id)
                .withCmd(command)
                .withAttachStdout(true)
                .exec()
                .getId();
        StringBuilder text = new StringBuilder();
        docker.execStartCmd(exec)
                .exec(new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                        text.append(new String(frame.getPayload(), UTF_8));
                    }
                })
                .awaitCompletion(30, TimeUnit.SECONDS);
        return text.toString();
    }

    @Test
    void follows_its_own_project_with_as_little_as_it_can() throws Exception {
        String sidecar = sidecar(user(), List.of(String.valueOf(Files.getAttribute(socket(), "unix:gid"))));
        awaitRunning(sidecar, "one");
        Files.writeString(folder.resolve("a.txt"), "two"); // inotify sees it through the read-only mount
        awaitRunning(sidecar, "two");
        await().atMost(LIMIT).until(() -> exitOf(sidecar, "devsync", "status", "--json") == 0);
        assertThat(exitOf(sidecar, "devsync", "verify")).as(said(sidecar)).isZero();
        assertThat(outputOf(sidecar, "devsync", "doctor"))
                .contains("unix:///var/run/docker.sock (from the socket of Docker)")
                .contains("follows the Compose project " + project);
        docker.stopContainerCmd(sidecar).withTimeout(20).exec();
        assertThat(exitCode(sidecar)).as("ended by itself: %s", said(sidecar)).isEqualTo(143);
        assertThat(TestEngine.processes(engine, app)).allMatch(command -> command.startsWith("sleep inf"));
    }

    /// Compose files take the project's name when they are found: `name:` and the folder's name would be wrong.
    @Test
    void follows_its_own_project_with_nothing_but_a_compose_file() throws Exception {
        Files.delete(folder.resolve("devsync.yaml"));
        Files.writeString(folder.resolve("compose.yaml"), """
                name: by-the-file
                services:
                  app:
                    image: devsync-test/debian
                    develop: {watch: [{path: ., action: sync, target: /srv/app}]}
                    x-devsync: {run: "sh -c 'cp a.txt /tmp/running; exec sleep 1000'"}
                """);
        String sidecar = sidecar(user(), List.of(String.valueOf(Files.getAttribute(socket(), "unix:gid"))));
        awaitRunning(sidecar, "one");
        Files.writeString(folder.resolve("a.txt"), "two");
        awaitRunning(sidecar, "two");
        assertThat(exitOf(sidecar, "devsync", "verify")).as(said(sidecar)).isZero();
    }

    @Test
    void says_how_to_get_at_the_socket() throws Exception {
        String sidecar = sidecar("10001", List.of());
        assertThat(exitCode(sidecar)).as(said(sidecar)).isEqualTo(3);
        assertThat(said(sidecar)).contains("permission denied on the socket", "user: \"0:0\"");
    }

    @Test
    void refuses_to_sync_into_itself() throws Exception {
        config("devsync");
        String sidecar = sidecar(user(), List.of(String.valueOf(Files.getAttribute(socket(), "unix:gid"))));
        assertThat(exitCode(sidecar)).as(said(sidecar)).isEqualTo(2);
        assertThat(said(sidecar)).contains("does not sync into itself");
    }

    @Test
    void is_labelled_and_asks_for_nothing_by_itself() {
        var config = docker.inspectImageCmd(image.name()).exec().getConfig();
        assertThat(config).isNotNull();
        assertThat(config.getLabels())
                .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
                .containsKeys("org.opencontainers.image.version", "org.opencontainers.image.revision");
        assertThat(config.getUser()).isEqualTo("10001:10001");
        if (!isPodman()) { // its own image format has no place for it (docs/engines.md)
            assertThat(config.getHealthcheck()).isNotNull();
        }
    }
}
