package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.devsync.target.Access;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.target.agent.Leavings;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;

/// Where the toolbox comes from, where it goes, and who can use it.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class ToolboxIT {

    private static final String IMAGE = "devsync-test/busybox";
    private static final TargetPath APP = new TargetPath("/srv/app");

    private final List<String> notes = new ArrayList<>();
    private Engine engine;
    private Toolbox toolbox;

    @BeforeEach
    void connect() throws Exception {
        engine = TestEngine.connect();
        toolbox = toolbox(IMAGE);
    }

    @AfterEach
    void disconnect() {
        engine.close();
    }

    private Toolbox toolbox(String image) {
        return Toolbox.of(engine, image, notes::add);
    }

    private static GenericContainer<?> scratch(String user) {
        GenericContainer<?> container =
                TestEngine.container("scratch").withCreateContainerCmdModifier(create -> create.withUser(user));
        container.start();
        return container;
    }

    private ContainerTransport transport(ContainerInfo info, Toolbox with) {
        return new ContainerTransport(engine, info, with, null, APP);
    }

    private static String said(AgentChannel channel) throws Exception {
        try (channel;
                InputStream output = channel.output()) {
            return new String(output.readAllBytes(), UTF_8);
        }
    }

    private String sh(ContainerInfo info, String command) throws Exception {
        return said(transport(info, toolbox).start(List.of("sh", "-c", command)));
    }

    @Test
    void givesAShellAndToolsToWhomeverTheContainerRunsAs() throws Exception {
        try (GenericContainer<?> container = scratch("1000:1000")) {
            ContainerInfo info = TestEngine.info(engine, container);
            assertThatThrownBy(() -> new ExecTransport(engine, info, null).start(List.of("sh", "-c", "true")))
                    .isInstanceOf(TargetException.NoAgent.class);
            assertThat(sh(info, "id -u; echo $PATH"))
                    .isEqualTo("1000\n/.devsync-toolbox/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin\n");
            // What tools start themselves is found by its name, too.
            assertThat(sh(info, "echo x | xargs sh -c 'echo $0'; find / -maxdepth 0 -exec sh -c 'echo found' \\;"))
                    .isEqualTo("x\nfound\n");
            assertThat(sh(info, "echo mine 2>&1 >/.devsync-toolbox/bin/sh || echo refused"))
                    .contains("refused");
        }
        assertThat(notes).as("nothing was pulled").isEmpty();
    }

    @Test
    void letsTheContainersOwnShellGoFirst() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("busybox")) {
            ContainerInfo info = TestEngine.info(engine, container);
            assertThat(sh(info, "ls -d /.devsync*; echo $PATH")).doesNotContain("toolbox");
        }
    }

    /// Debian's shell looks for tools in the PATH alone, busybox's may have them built in.
    @Test
    void helpsOutWhereAToolIsMissing() throws Exception {
        try (GenericContainer<?> container = TestEngine.start("debian")) {
            ContainerInfo info = TestEngine.info(engine, container);
            TargetOptions options = new TargetOptions(APP, SyncMode.ONE_WAY_SAFE, null);
            assertThat(container.execInContainer("rm", "/bin/tar").getExitCode())
                    .isZero();
            assertThatThrownBy(() -> AgentTarget.open(new ExecTransport(engine, info, null), options))
                    .isInstanceOf(TargetException.NoAgent.class)
                    .hasMessageContaining("no tar");
            try (AgentTarget target =
                    transport(info, toolbox).open(Access.WRITE, transport -> AgentTarget.open(transport, options))) {
                assertThat(target.capabilities().transport()).isEqualTo("sh agent, busybox tar of " + IMAGE);
            }
        }
    }

    @Test
    void bringsItOnceHoweverManyAsk() throws Exception {
        try (GenericContainer<?> container = scratch("")) {
            ContainerInfo info = TestEngine.info(engine, container);
            List<CompletableFuture<String>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return sh(info, "ls -i /.devsync-toolbox/from /.devsync-toolbox/bin/busybox");
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        },
                        TestEngine.THREADS));
            }
            String first = all.getFirst().get(60, TimeUnit.SECONDS);
            assertThat(first).contains("/.devsync-toolbox/from");
            for (CompletableFuture<String> each : all) {
                assertThat(each.get(60, TimeUnit.SECONDS))
                        .as("the very same files")
                        .isEqualTo(first);
            }
            // A later session finds it, and needs no image for that.
            assertThat(toolbox.find(info, APP)).isPresent();
            assertThat(toolbox("devsync-test/other").find(info, APP))
                    .as("of another image")
                    .isEmpty();
        }
    }

    @Test
    void takesBusyboxOutOfTheImageOnce() throws Exception {
        BusyboxImage image = new BusyboxImage(engine, IMAGE, notes::add);
        byte[] program = image.program(arch());
        assertThat(image.program(arch())).isSameAs(program);
        assertThat(engine.client()
                        .listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(Map.of("dev.devsync.throwaway", "toolbox"))
                        .exec())
                .extracting(container -> container.getImage())
                .as("containers that were made for it")
                .isEmpty();
    }

    private String arch() {
        String platform = engine.version().platform();
        return platform.substring(platform.indexOf('/') + 1);
    }

    @Test
    void saysWhyThereIsNone() throws Exception {
        try (GenericContainer<?> container = scratch("")) {
            ContainerInfo info = TestEngine.info(engine, container);
            assertThatThrownBy(() -> transport(info, Toolbox.off(engine)).start(List.of("sh")))
                    .isInstanceOf(TargetException.NoAgent.class)
                    .hasMessageContaining("cannot run sh")
                    .hasMessageContaining("toolbox: off");
            // Nobody listens there.
            assertThatThrownBy(
                            () -> transport(info, toolbox("localhost:1/none")).start(List.of("sh")))
                    .isInstanceOfSatisfying(TargetException.NoAgent.class, e -> {
                        assertThat(e).hasMessageContaining("cannot pull localhost:1/none");
                        assertThat(e.advice()).contains("docker pull localhost:1/none");
                    });
            assertThat(notes).singleElement().asString().contains("pulling localhost:1/none");
            assertThatThrownBy(() ->
                            transport(info, toolbox("devsync-test/scratch")).start(List.of("sh")))
                    .isInstanceOf(TargetException.NoAgent.class)
                    .hasMessageContaining("the image devsync-test/scratch has no /bin/busybox");
        }
    }

    @Test
    void bringsNothingThatCannotRunThere() throws Exception {
        BusyboxImage image = new BusyboxImage(engine, IMAGE, notes::add);
        String other = arch().equals("arm64") ? "amd64" : "arm64";
        // It is not for that architecture, and no registry has one that is.
        assertThatThrownBy(() -> image.program(other))
                .isInstanceOf(TargetException.NoAgent.class)
                .hasMessageContaining(IMAGE);
        assertThat(notes).singleElement().asString().contains("linux/" + other);
    }

    @Test
    void looksForAVolumeWhereTheRootIsReadOnly() throws Exception {
        raw(
                new HostConfig()
                        .withReadonlyRootfs(true)
                        .withTmpFs(Map.of("/mem", ""))
                        .withBinds(new Bind("/tmp", new Volume("/host"), AccessMode.rw)),
                List.of(new Volume("/data"), new Volume("/srv")),
                info -> {
                    assertThat(sh(info, "echo ${PATH%%:*}")).isEqualTo("/srv/.devsync-toolbox/bin\n");
                    assertThat(sh(info, "ls -d /host/.devsync* /data/.devsync*"))
                            .as("a folder of the host, and somebody else's data")
                            .isEmpty();
                    assertThat(toolbox.find(info, new TargetPath("/mem/app"))).isPresent();
                    Leavings.Removal removal =
                            new ContainerLeavings(engine, info, toolbox).remove(List.of(new TargetPath("/srv/app")));
                    assertThat(removal.removed()).containsExactly("/srv/.devsync-toolbox");
                    assertThat(removal.kept()).isEmpty();
                });
    }

    @Test
    void saysThatThereIsNoPlaceForIt() throws Exception {
        raw(new HostConfig().withReadonlyRootfs(true).withTmpFs(Map.of("/mem", "")), List.of(), info -> {
            assertThatThrownBy(() -> transport(info, toolbox).start(List.of("sh")))
                    .isInstanceOfSatisfying(TargetException.NoAgent.class, e -> {
                        assertThat(e).hasMessageContaining("read-only").hasMessageContaining("tmpfs");
                        assertThat(e.advice()).contains("volume");
                    });
            assertThat(toolbox.outlook(info, APP).possible()).isFalse();
        });
    }

    private interface Work {
        void with(ContainerInfo info) throws Exception;
    }

    private void raw(HostConfig host, List<Volume> volumes, Work work) throws Exception {
        TestEngine.raw(
                engine,
                "devsync-it-toolbox-" + System.nanoTime(),
                create -> create.withImage("devsync-test/scratch:latest")
                        .withCmd("sleep", "infinity")
                        .withVolumes(volumes)
                        .withHostConfig(host),
                id -> {
                    engine.client().startContainerCmd(id.value()).exec();
                    work.with(engine.container(id));
                });
    }

    @Test
    void bringsNothingToAContainerThatIsOnlyLookedAt() throws Exception {
        try (GenericContainer<?> container = scratch("")) {
            ContainerInfo info = TestEngine.info(engine, container);
            Toolbox.Outlook outlook = toolbox.outlook(info, APP);
            assertThat(outlook.possible()).isTrue();
            assertThat(outlook.finding()).contains(IMAGE, "/.devsync-toolbox").doesNotContain("pulled");
            assertThat(toolbox("localhost:1/none").outlook(info, APP).finding()).contains("pulled");
            assertThatThrownBy(() -> transport(info, toolbox)
                            .open(Access.LOOK, transport -> transport.start(List.of("sh", "-c", "true"))))
                    .isInstanceOf(TargetException.NoAgent.class);
            assertThat(toolbox.find(info, APP)).isEmpty();
        }
    }

    @Test
    void leavesNothingBehindWhenItIsRemoved() throws Exception {
        try (GenericContainer<?> container = scratch("1000:1000")) {
            ContainerInfo info = TestEngine.info(engine, container);
            ContainerLeavings leavings = new ContainerLeavings(engine, info, toolbox);
            assertThat(leavings.remove(List.of(APP))).isEqualTo(Leavings.Removal.NONE);
            sh(info, "true");
            said(new ContainerTransport(engine, info, toolbox, "0:0", APP)
                    .start(List.of(
                            "sh",
                            "-c",
                            "mkdir -p /srv/app/.devsync /srv/.devsync-app /.devsync%2Fsrv%2Fapp;"
                                    + " echo synced >/srv/app/file; ln -s /srv/app /srv/.devsync-app/link")));
            Leavings.Removal removal = leavings.remove(List.of(APP));
            assertThat(removal.kept()).isEmpty();
            assertThat(removal.removed())
                    .containsExactlyInAnyOrder(
                            "/srv/.devsync-app", "/srv/app/.devsync", "/.devsync%2Fsrv%2Fapp", "/.devsync-toolbox");
            assertThat(leavings.remove(List.of(APP)))
                    .as("and does not bring it for nothing")
                    .isEqualTo(Leavings.Removal.NONE);
            assertThat(sh(info, "cat /srv/app/file; ls -A /srv /srv/app"))
                    .isEqualTo("synced\n/srv:\napp\n\n/srv/app:\nfile\n");
        }
    }
}
