package dev.devsync.target.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.relay.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TlsIT {

    private static final char[] PASSWORD = TestCertificates.PASSWORD;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Forwarder forwarder;

    @SuppressWarnings("NullAway.Init")
    private static KeyStore keys;

    @BeforeAll
    static void start() throws Exception {
        TestCertificates made = new TestCertificates(folder)
                .make("ca", "-ext", "bc:c")
                .make("server", "-signer", "ca", "-ext", "san=dns:localhost")
                .make("expired", "-signer", "ca", "-ext", "san=dns:localhost", "-startdate", "-20d", "-validity", "10")
                .make("client", "-signer", "ca")
                .make("strange-ca", "-ext", "bc:c")
                .make("stranger", "-signer", "strange-ca");
        keys = made.keys();
        certificates(folder, "ca", "client");
        forwarder = forwarder("server");
    }

    @AfterAll
    static void stop() {
        forwarder.close();
    }

    /// An engine that shows a certificate and lets in whom the authority has signed.
    private static Forwarder forwarder(String certificate) throws Exception {
        KeyStore own = emptyStore();
        own.setKeyEntry("own", keys.getKey(certificate, PASSWORD), PASSWORD, keys.getCertificateChain(certificate));
        KeyManagerFactory shown = KeyManagerFactory.getInstance("PKIX");
        shown.init(own, PASSWORD);
        KeyStore trusted = emptyStore();
        trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), trust.getTrustManagers(), null);
        Forwarder secured = new Forwarder(TestEngine.address(), context.getServerSocketFactory());
        ((SSLServerSocket) secured.server()).setNeedClientAuth(true);
        return secured;
    }

    private static KeyStore emptyStore() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /// A folder as `DOCKER_CERT_PATH` names it.
    private static Path certificates(Path into, String authority, String client) throws Exception {
        Files.createDirectories(into);
        pem(
                into.resolve("ca.pem"),
                "CERTIFICATE",
                keys.getCertificate(authority).getEncoded());
        pem(into.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate(client).getEncoded());
        pem(
                into.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey(client, PASSWORD).getEncoded());
        return into;
    }

    private static void pem(Path file, String type, byte[] bytes) throws Exception {
        Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                        + "\n-----END " + type + "-----\n");
    }

    private static EngineAddress address(String host, Path certificates) throws EngineException {
        return address(host, forwarder, certificates);
    }

    private static EngineAddress address(String host, Forwarder forwarder, Path certificates) throws EngineException {
        return EngineAddress.resolve(
                Map.of(
                        "DOCKER_HOST",
                        "tcp://" + host + ":" + forwarder.port(),
                        "DOCKER_TLS_VERIFY",
                        "1",
                        "DOCKER_CERT_PATH",
                        certificates.toString()),
                folder);
    }

    @Test
    void listsContainersAndSpeaksWithAProcess() throws Exception {
        try (Engine engine = Engine.connect(address("localhost", folder));
                GenericContainer<?> container = TestEngine.start("busybox")) {
            ContainerInfo info = TestEngine.info(engine, container);
            assertThat(engine.containers(new ContainerQuery.ByName(info.name())))
                    .containsExactly(info);
            byte[] bytes = new byte[8 << 20];
            new Random(3).nextBytes(bytes);
            try (AgentChannel cat = new ExecTransport(engine, info, null).start(List.of("cat"))) {
                CompletableFuture<byte[]> back = CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return cat.output().readAllBytes();
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        },
                        TestEngine.THREADS);
                cat.input().write(bytes);
                cat.input().close();
                assertThat(Arrays.equals(back.get(60, TimeUnit.SECONDS), bytes)).isTrue();
            }
        }
    }

    @Test
    void endsAReadAndAWriteWhenItIsClosed() throws Exception {
        try (Engine engine = Engine.connect(address("localhost", folder));
                GenericContainer<?> container = TestEngine.start("busybox")) {
            AgentChannel sleep =
                    new ExecTransport(engine, TestEngine.info(engine, container), null).start(List.of("sleep", "1000"));
            CompletableFuture<Void> write = CompletableFuture.runAsync(
                    () -> {
                        try {
                            while (true) {
                                sleep.input().write(new byte[1 << 20]);
                            }
                        } catch (java.io.IOException e) {
                            // What the test waits for.
                        }
                    },
                    TestEngine.THREADS);
            Thread.sleep(500);
            CompletableFuture.runAsync(sleep::close, TestEngine.THREADS).get(5, TimeUnit.SECONDS);
            write.get(5, TimeUnit.SECONDS);
            assertThat(sleep.output().read()).isEqualTo(-1);
        }
    }

    @Test
    void checksTheEnginesName() throws Exception {
        EngineAddress wrongName = address("127.0.0.1", folder);
        assertThatThrownBy(() -> Engine.connect(wrongName))
                .isInstanceOfSatisfying(EngineException.Unreachable.class, e -> {
                    assertThat(e).hasMessageContaining("TLS failed: ");
                    assertThat(e.advice()).contains("DOCKER_CERT_PATH");
                });
    }

    @Test
    void saysThatTheEngineWantsACertificate() throws Exception {
        Path without = Files.createDirectories(folder.resolve("without"));
        Files.copy(folder.resolve("ca.pem"), without.resolve("ca.pem"));
        EngineAddress noCertificate = address("localhost", without);
        assertThatThrownBy(() -> Engine.connect(noCertificate))
                .isInstanceOf(EngineException.Unreachable.class)
                .hasMessageContaining("TLS failed: ");
    }

    @Test
    void saysThatItDoesNotKnowTheEnginesAuthority() throws Exception {
        Path other = certificates(folder.resolve("other"), "strange-ca", "client");
        EngineAddress unknown = address("localhost", other);
        assertThatThrownBy(() -> Engine.connect(unknown))
                .isInstanceOfSatisfying(EngineException.Unreachable.class, e -> {
                    assertThat(e).hasMessageContaining("is not signed by the authority in " + other.resolve("ca.pem"));
                    assertThat(e.advice()).contains("DOCKER_CERT_PATH");
                });
    }

    @Test
    void saysThatTheEnginesCertificateHasExpired() throws Exception {
        try (Forwarder old = forwarder("expired")) {
            EngineAddress expired = address("localhost", old, folder);
            assertThatThrownBy(() -> Engine.connect(expired))
                    .isInstanceOf(EngineException.Unreachable.class)
                    .hasMessageContainingAll("the engine's certificate has expired", "NotAfter");
        }
    }

    @Test
    void saysThatTheEngineDoesNotTrustOurCertificate() throws Exception {
        Path strange = certificates(folder.resolve("strange"), "ca", "stranger");
        EngineAddress distrusted = address("localhost", strange);
        assertThatThrownBy(() -> Engine.connect(distrusted))
                .isInstanceOf(EngineException.Unreachable.class)
                .hasMessageContaining("TLS failed: ");
    }

    @Test
    void saysThatThePortSpeaksTls() throws Exception {
        EngineAddress plain = forwarder.address();
        assertThatThrownBy(() -> Engine.connect(plain)).isInstanceOf(EngineException.Unreachable.class);
    }
}
