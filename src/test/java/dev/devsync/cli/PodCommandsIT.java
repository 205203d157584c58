package dev.devsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.report.Style;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.target.kube.TestCluster;
import dev.devsync.target.kube.TestKubectl;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// Commands on pods, as users type them: what they print, and the exit code. The kubectl is real.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class PodCommandsIT {

    private static Engine engine;
    private static GenericContainer<?> container;

    @TempDir
    Path folder;

    private TestCluster cluster;

    /// What a command did.
    private record Outcome(int code, String out, String err) {}

    @BeforeAll
    static void start() throws Exception {
        TestKubectl.program();
        engine = TestEngine.connect();
        container = TestEngine.start("busybox");
    }

    @AfterAll
    static void stop() {
        if (engine != null) {
            container.close();
            engine.close();
        }
    }

    @BeforeEach
    void makeProject() throws Exception {
        cluster = new TestCluster(engine, folder);
        Files.createDirectories(folder.resolve("src/lib"));
        Files.writeString(folder.resolve("src/a.txt"), "a\n");
        Files.writeString(folder.resolve("src/lib/b.txt"), "b\n");
        config("namespace: dev");
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private void config(String more) throws Exception {
        Files.writeString(folder.resolve("devsync.yaml"), """
                services:
                  api:
                    pod: app=api
                    %s
                    sync:
                      - path: src
                        target: /case-%d
                """.formatted(more, System.nanoTime()));
    }

    private Outcome run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private Outcome run(Map<String, String> variables, String... arguments) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("XDG_RUNTIME_DIR", folder.toString());
        environment.put("KUBECONFIG", cluster.kubeconfig().toString());
        environment.put("DOCKER_HOST", "unix:///nowhere.sock"); // pods need no engine
        environment.putAll(variables);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new Surroundings(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        environment,
                        folder,
                        Path.of(System.getProperty("user.home")),
                        Style.PLAIN),
                arguments);
        return new Outcome(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    @Test
    void syncsVerifiesAndCleans() throws Exception {
        cluster.add("api-1", "api", container.getContainerId());
        Outcome synced = run("sync");
        assertThat(synced.err()).isEmpty();
        assertThat(synced.code()).isZero();
        assertThat(synced.out()).contains("api-1", "2 files");
        Outcome equal = run("verify");
        assertThat(equal.code()).isZero();
        Files.writeString(folder.resolve("src/a.txt"), "changed\n");
        Outcome different = run("verify");
        assertThat(different.code()).isEqualTo(4);
        assertThat(different.out()).contains("a.txt");
        Outcome cleaned = run("clean");
        assertThat(cleaned.code()).isZero();
        assertThat(cleaned.out()).contains("api-1", ".devsync");
    }

    @Test
    void examinesPods() throws Exception {
        cluster.add("api-1", "api", container.getContainerId());
        Outcome outcome = run("doctor");
        assertThat(outcome.out())
                .contains("pods app=api in namespace dev of the current kubectl context", "reached by kubectl v1.")
                .contains("pod api-1 is running, container api, image example/api:dev");
        assertThat(outcome.code()).as(outcome.out()).isZero();
        cluster.refuse("create pods/exec", "get pods/exec");
        Outcome refused = run("doctor");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out())
                .contains("jane may not create pods/exec in namespace dev")
                .contains("get and create on pods/exec");
    }

    @Test
    void saysWhatIsMissingWherePodsMayNotBeListed() {
        cluster.refuse("list pods");
        for (String command : new String[] {"sync", "verify", "up"}) {
            Outcome outcome = run(command);
            assertThat(outcome.err())
                    .contains("jane may not list pods in namespace dev", "get, list and watch on pods");
            assertThat(outcome.code()).isEqualTo(3);
        }
    }

    @Test
    void saysThatThereIsNoPod() {
        Outcome outcome = run("sync");
        assertThat(outcome.err()).contains("there is no pod app=api in namespace dev of the current kubectl context");
        assertThat(outcome.code()).isEqualTo(3);
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        cluster.goAway();
        for (String command : new String[] {"sync", "verify", "clean", "up"}) {
            Outcome outcome = run(command);
            assertThat(outcome.err()).contains("refused", "Is the cluster running");
            assertThat(outcome.code()).isEqualTo(3);
        }
        assertThat(run("doctor").code()).isEqualTo(1);
    }

    @Test
    void saysThatThereIsNoSuchContext() throws Exception {
        config("context: team");
        Outcome outcome = run("sync");
        assertThat(outcome.err()).contains("context team", "context was not found", "kubectl config get-contexts");
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void saysThatThereIsNoClusterAtAll() throws Exception {
        config("");
        Path empty = Files.writeString(folder.resolve("empty"), "apiVersion: v1\nkind: Config\n");
        Outcome outcome = run(Map.of("KUBECONFIG", empty.toString()), "sync");
        assertThat(outcome.err()).contains("kubectl knows no cluster", "Set KUBECONFIG");
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void saysThatThereIsNoKubectl() {
        Outcome outcome = run(Map.of("DEVSYNC_KUBECTL", "/no/kubectl"), "sync");
        assertThat(outcome.err()).contains("kubectl cannot be run", "DEVSYNC_KUBECTL");
        assertThat(outcome.code()).isEqualTo(3);
    }

    @Test
    void saysThatSelectorsCanBeWrong() throws Exception {
        Files.writeString(
                folder.resolve("devsync.yaml"),
                "services: {api: {pod: \"app in api\", sync: [{path: src, target: /x}]}}\n");
        Outcome outcome = run("sync");
        assertThat(outcome.err()).contains("unable to parse requirement");
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void saysTheWayOutForAnImageWithoutAShell() throws Exception {
        try (GenericContainer<?> scratch = TestEngine.start("scratch")) {
            cluster.add("api-1", "api", scratch.getContainerId());
            Outcome outcome = run("sync");
            assertThat(outcome.err())
                    .contains("container api of pod api-1 cannot run sh")
                    .contains("The image example/api:dev has no shell", "sidecar");
            assertThat(outcome.code()).isEqualTo(3);
        }
    }

    @Test
    void saysThatOnlyRootGivesFilesAway() throws Exception {
        try (GenericContainer<?> app = TestEngine.container("busybox")
                .withCreateContainerCmdModifier(create -> create.withUser("1000:1000"))) {
            app.start();
            cluster.add("api-1", "api", app.getContainerId());
            Files.writeString(
                    folder.resolve("devsync.yaml"),
                    "services: {api: {pod: app=api, sync: [{path: src, target: /tmp/x, owner: \"7:7\"}]}}\n");
            Outcome outcome = run("sync");
            assertThat(outcome.err()).contains("does not run as root", "Take `owner` out");
            assertThat(outcome.code()).isEqualTo(3);
        }
    }
}
