package dev.devsync.target.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import dev.devsync.target.relay.TestCertificates;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// An API server with a certificate that it has signed itself, as clusters for development have, and the real
/// kubectl.
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class SelfSignedClusterIT {

    @TempDir
    Path folder;

    private Engine engine;
    private GenericContainer<?> container;
    private TestCertificates certificates;

    @BeforeEach
    void connect() throws Exception {
        TestKubectl.program();
        engine = TestEngine.connect();
        container = TestEngine.start("busybox");
        certificates = new TestCertificates(folder)
                .make("api", "-ext", "san=ip:127.0.0.1")
                .make("other", "-ext", "san=ip:127.0.0.1")
                .make("elsewhere", "-ext", "san=dns:elsewhere.example");
    }

    @AfterEach
    void disconnect() {
        if (engine != null) {
            container.close();
            engine.close();
        }
    }

    private TestCluster cluster(String certificate, String trust) throws Exception {
        TestCluster cluster = new TestCluster(engine, folder, certificates.context(certificate), trust);
        cluster.add("api-1", "api", container.getContainerId());
        return cluster;
    }

    private String trusting(String certificate) {
        return "certificate-authority: \"" + certificates.certificate(certificate) + "\"";
    }

    /// What kubectl is told; on a busy machine its five tries take longer than it is given, and it is asked again.
    private static String refusal(TestCluster cluster) {
        String[] said = new String[1];
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThatThrownBy(() -> cluster.cluster().pods("app=api"))
                        .isInstanceOfSatisfying(KubeException.Misconfigured.class, e -> {
                            said[0] = String.valueOf(e.getMessage());
                            assertThat(e.advice()).contains("certificate-authority", "self-signed");
                        }));
        return said[0];
    }

    @Test
    void withItsCertificateInTheKubeconfigEverythingWorks() throws Exception {
        try (TestCluster cluster = cluster("api", trusting("api"))) {
            assertThat(cluster.cluster().pods("app=api")).hasSize(1);
            try (AgentChannel channel = cluster.exec("api-1").start(List.of("cat"));
                    InputStream output = channel.output()) {
                channel.input().write("there and back\n".getBytes(UTF_8));
                channel.input().close();
                assertThat(new String(output.readAllBytes(), UTF_8)).isEqualTo("there and back\n");
            }
        }
    }

    @Test
    void withoutItThatIsSaid() throws Exception {
        try (TestCluster cluster = cluster("api", "")) {
            assertThat(refusal(cluster)).contains("x509: certificate signed by unknown authority");
        }
    }

    @Test
    void soIsAnotherOne() throws Exception {
        try (TestCluster cluster = cluster("api", trusting("other"))) {
            assertThat(refusal(cluster)).contains("x509");
        }
    }

    @Test
    void soIsOneForAnotherName() throws Exception {
        try (TestCluster cluster = cluster("elsewhere", trusting("elsewhere"))) {
            assertThat(refusal(cluster)).contains("x509", "127.0.0.1");
        }
    }

    /// kubectl would wait for somebody to type a name.
    @Test
    void soIsThatThereAreNoCredentials() throws Exception {
        try (TestCluster cluster = cluster("api", trusting("api"))) {
            String config = Files.readString(cluster.kubeconfig());
            assertThat(config).contains(TestCluster.CREDENTIALS);
            Files.writeString(cluster.kubeconfig(), config.replace(TestCluster.CREDENTIALS, ""));
            assertThatThrownBy(() -> cluster.cluster().pods("app=api"))
                    .isInstanceOf(KubeException.Forbidden.class)
                    .hasMessageContaining("the kubeconfig has no credentials for its user");
        }
    }
}
