package dev.devsync.target.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.devsync.tree.TargetPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

class EngineIT {

    @SuppressWarnings("NullAway.Init")
    private Engine engine;

    private final String id = "devsync-it-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void connect() throws EngineException {
        engine = TestEngine.connect();
    }

    @AfterEach
    void disconnect() {
        engine.close();
    }

    @Test
    void tellsItsVersions() throws EngineException {
        assertThat(engine.version().engine()).matches("\\d+\\.\\d+.*");
        assertThat(engine.version().api()).matches("1\\.\\d+");
        assertThat(engine.version().platform()).startsWith("linux/");
        engine.ping();
    }

    @Test
    void findsAContainerByItsWholeNameOnly() throws Exception {
        TestEngine.raw(
                engine,
                id,
                create -> {},
                first -> TestEngine.raw(engine, id + "-2", create -> {}, second -> {
                    assertThat(engine.containers(new ContainerQuery.ByName(id)))
                            .singleElement()
                            .satisfies(info -> {
                                assertThat(info.id()).isEqualTo(first);
                                assertThat(info.name()).isEqualTo(id);
                                assertThat(info.state()).isEqualTo(ContainerState.CREATED);
                                assertThat(info.image()).isEqualTo("devsync-test/busybox:latest");
                                assertThat(info.startedAt()).isNull();
                                assertThat(info.exitCode()).isNull();
                            });
                    assertThat(engine.containers(new ContainerQuery.ByName(id.substring(3))))
                            .isEmpty();
                }));
    }

    @Test
    void findsTheReplicasOfAServiceWithoutOneOffs() throws Exception {
        Map<String, String> labels =
                Map.of("com.docker.compose.project", id, "com.docker.compose.service", "api", "mine", "yes");
        Map<String, String> oneOff = new java.util.HashMap<>(labels);
        oneOff.put("com.docker.compose.oneoff", "True");
        Map<String, String> other = Map.of("com.docker.compose.project", id, "com.docker.compose.service", "db");
        TestEngine.raw(
                engine,
                id + "-2",
                create -> create.withLabels(labels),
                second -> TestEngine.raw(
                        engine,
                        id + "-1",
                        create -> create.withLabels(labels),
                        first -> TestEngine.raw(
                                engine,
                                id + "-run",
                                create -> create.withLabels(oneOff),
                                run -> TestEngine.raw(engine, id + "-db", create -> create.withLabels(other), db -> {
                                    assertThat(engine.containers(new ContainerQuery.ByService(id, "api")))
                                            .extracting(ContainerInfo::id)
                                            .containsExactly(first, second);
                                    assertThat(engine.containers(
                                                    new ContainerQuery.ByLabel("com.docker.compose.project=" + id)))
                                            .hasSize(4);
                                    assertThat(engine.containers(new ContainerQuery.ByLabel("mine")))
                                            .extracting(ContainerInfo::id)
                                            .contains(first, second, run)
                                            .doesNotContain(db);
                                }))));
    }

    @Test
    void tellsWhenAContainerRunsAndHowItEnded() throws Exception {
        TestEngine.raw(engine, id, create -> create.withUser("1000:1000"), container -> {
            engine.client().startContainerCmd(container.value()).exec();
            ContainerInfo running = engine.container(container);
            assertThat(running.isRunning()).isTrue();
            assertThat(running.user()).isEqualTo("1000:1000");
            assertThat(running.startedAt()).isAfter(Instant.now().minusSeconds(600));
            assertThat(running.exitCode()).isNull();

            engine.client().pauseContainerCmd(container.value()).exec();
            assertThat(engine.container(container).describe(Instant.now())).endsWith(" is paused");
            engine.client().unpauseContainerCmd(container.value()).exec();

            engine.restart(container, Duration.ZERO);
            assertThat(engine.container(container).startedAt()).isAfter(running.startedAt());

            engine.client().killContainerCmd(container.value()).exec();
            await().until(() -> !engine.container(container).isRunning());
            ContainerInfo ended = engine.container(container);
            assertThat(ended.exitCode()).isEqualTo(137);
            assertThat(ended.describe(Instant.now())).startsWith("container " + id + " is not running (exited 137, ");
        });
    }

    @Test
    void saysThatAContainerIsGone() {
        assertThatThrownBy(() -> engine.container(new ContainerId("0".repeat(64))))
                .isInstanceOf(EngineException.NoSuchContainer.class)
                .hasMessageContaining("cannot inspect container 000000000000: No such container");
    }

    @Test
    void inspectsWhatDecidesAboutWriting() throws Exception {
        TestEngine.raw(
                engine,
                id,
                create -> create.withWorkingDir("/app")
                        .withVolumes(new Volume("/app/data"))
                        .withHostConfig(new HostConfig()
                                .withReadonlyRootfs(true)
                                .withTmpFs(Map.of("/tmp", "rw,size=1m"))
                                .withBinds(com.github.dockerjava.api.model.Bind.parse("/usr:/app/usr:ro"))),
                container -> {
                    ContainerDetails details = engine.inspect(container);
                    assertThat(details.workingDir()).isEqualTo(new TargetPath("/app"));
                    assertThat(details.rootAccess()).isEqualTo(Mount.Access.READ_ONLY);
                    assertThat(engine.version().platform()).isEqualTo(details.os() + "/" + details.architecture());
                    assertThat(details.mounts())
                            .extracting(Mount::destination, Mount::type, Mount::access)
                            .containsExactlyInAnyOrder(
                                    org.assertj.core.groups.Tuple.tuple(
                                            new TargetPath("/app/data"), Mount.Type.VOLUME, Mount.Access.READ_WRITE),
                                    org.assertj.core.groups.Tuple.tuple(
                                            new TargetPath("/app/usr"), Mount.Type.BIND, Mount.Access.READ_ONLY),
                                    org.assertj.core.groups.Tuple.tuple(
                                            new TargetPath("/tmp"), Mount.Type.TMPFS, Mount.Access.READ_WRITE));
                    assertThat(details.mountsBelow(new TargetPath("/app"))).hasSize(2);
                    assertThat(details.mountOf(new TargetPath("/app/data/x")))
                            .get()
                            .extracting(Mount::type)
                            .isEqualTo(Mount.Type.VOLUME);
                    assertThat(details.mountOf(new TargetPath("/app"))).isEmpty();
                });
    }

    @Test
    void givesUpOnAnEngineThatHangs() throws Exception {
        try (Forwarder forwarder = new Forwarder(engine.address(), javax.net.ServerSocketFactory.getDefault())) {
            forwarder.freeze();
            assertThatThrownBy(() -> Engine.connect(forwarder.address()))
                    .isInstanceOf(EngineException.NotResponding.class)
                    .hasMessageContainingAll("did not answer within 10 s", "tcp://localhost:");
        }
    }

    @Test
    void speaksThroughPlainTcp() throws Exception {
        try (Forwarder forwarder = new Forwarder(engine.address(), javax.net.ServerSocketFactory.getDefault());
                Engine remote = Engine.connect(forwarder.address());
                GenericContainer<?> container = TestEngine.start("busybox")) {
            assertThat(remote.version()).isEqualTo(engine.version());
            var channel = new ExecTransport(remote, TestEngine.info(remote, container), null).start(List.of("cat"));
            channel.input().write(new byte[] {'h', 'i'});
            assertThat(channel.output().readNBytes(2)).containsExactly('h', 'i');
            channel.close();
        }
    }
}
