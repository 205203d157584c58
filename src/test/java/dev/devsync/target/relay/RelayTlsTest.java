package dev.devsync.target.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsync.target.HostTree;
import dev.devsync.target.Progress;
import dev.devsync.target.Target;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.Delta;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A relay with a self-signed certificate, as most will have.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class RelayTlsTest {

    @TempDir
    static Path folder;

    private static TestCertificates certificates;
    private static TestHub hub;

    @BeforeAll
    static void start() throws Exception {
        certificates = new TestCertificates(folder)
                .make("relay", "-ext", "san=dns:localhost")
                .make("other", "-ext", "san=dns:localhost")
                .make("elsewhere", "-ext", "san=dns:elsewhere.example")
                .make("authority", "-ext", "bc:c")
                .make(
                        "expired",
                        "-signer",
                        "authority",
                        "-ext",
                        "san=dns:localhost",
                        "-startdate",
                        "-20d",
                        "-validity",
                        "10");
        hub = hub("relay");
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static TestHub hub(String certificate) throws Exception {
        return new TestHub(
                Files.createTempDirectory(folder, "hub"),
                new RelayServer.Certificate(certificates.certificate(certificate), certificates.key(certificate)));
    }

    private static RelayAddress.Security trusting(String certificate) {
        return new RelayAddress.Security.Authority(certificates.certificate(certificate));
    }

    @Test
    void aDeltaArrivesOverTls() throws Exception {
        HostTree host = new HostTree(Files.createTempDirectory(folder, "host"));
        host.file("a.txt", "a").file("large", "x".repeat(3 << 20));
        try (Target target =
                hub.relay(trusting("relay")).connect(new TargetOptions(TestHub.ROOT, SyncMode.ONE_WAY_SAFE, null))) {
            Delta delta = Delta.between(Tree.EMPTY, host.tree());
            assertThat(target.apply(delta, host::fileOf, Progress.NONE).problems())
                    .isEmpty();
        }
        assertThat(hub.folder().resolve("large")).hasSize(3 << 20);
    }

    @Test
    void aPinnedCertificateNeedsNoAuthorityAndNoName() throws Exception {
        new Relay(
                        new RelayAddress(
                                "127.0.0.1",
                                hub.port(),
                                new RelayAddress.Security.Pinned(certificates.fingerprint("relay"))),
                        TestHub.TOKEN)
                .ping();
    }

    @Test
    void anotherCertificateThanThePinnedOneIsRefusedAndNamed() throws Exception {
        String pinned = certificates.fingerprint("other");
        assertThatThrownBy(() ->
                        hub.relay(new RelayAddress.Security.Pinned(pinned)).ping())
                .isInstanceOf(RelayException.Misconfigured.class)
                .hasMessageContaining(certificates.fingerprint("relay"));
    }

    @Test
    void aSelfSignedCertificateThatNobodyVouchesForIsRefused() {
        assertThatThrownBy(() ->
                        hub.relay(new RelayAddress.Security.Authority(null)).ping())
                .isInstanceOfSatisfying(RelayException.Misconfigured.class, e -> {
                    assertThat(e).hasMessageContaining("is not signed by anybody whom Java trusts");
                    assertThat(e.advice()).contains("ca: FILE", "fingerprint");
                });
        assertThatThrownBy(() -> hub.relay(trusting("other")).ping())
                .isInstanceOf(RelayException.Misconfigured.class)
                .hasMessageContaining("is not signed by the authority in " + certificates.certificate("other"));
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        try (TestHub elsewhere = hub("elsewhere")) {
            assertThatThrownBy(() -> elsewhere.relay(trusting("elsewhere")).ping())
                    .isInstanceOf(RelayException.Misconfigured.class)
                    .hasMessageContaining("is for another name than localhost");
        }
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        try (TestHub old = hub("expired")) {
            assertThatThrownBy(() -> old.relay(trusting("authority")).ping())
                    .isInstanceOf(RelayException.Misconfigured.class)
                    .hasMessageContaining("has expired");
        }
    }

    @Test
    void whoSpeaksPlainlyToATlsPortHearsOfIt() {
        assertThatThrownBy(() -> hub.relay().ping())
                .isInstanceOfSatisfying(
                        RelayException.class, e -> assertThat(e.advice()).contains("tls: true"));
    }

    @Test
    void whoSpeaksTlsToAPlainPortHearsOfIt() throws Exception {
        try (TestHub plain = new TestHub(Files.createTempDirectory(folder, "plain"), null)) {
            assertThatThrownBy(() -> plain.relay(trusting("relay")).ping())
                    .isInstanceOfSatisfying(
                            RelayException.class, e -> assertThat(e.advice()).contains("tls: false"));
        }
    }

    @Test
    void aRenewedCertificateIsShownWithoutARestart() throws Exception {
        certificates.make("first", "-ext", "san=dns:localhost").make("second", "-ext", "san=dns:localhost");
        try (TestHub renewing = hub("first")) {
            renewing.relay(trusting("first")).ping();
            Files.copy(certificates.key("second"), certificates.key("first"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(
                    certificates.certificate("second"),
                    certificates.certificate("first"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(
                    certificates.certificate("first"),
                    FileTime.from(Instant.now().plusSeconds(60)));
            renewing.relay(trusting("second")).ping();
        }
    }

    @Test
    void filesThatAreNoCertificatesAreSaid() throws Exception {
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");
        assertThatThrownBy(() -> new TestHub(
                        Files.createTempDirectory(folder, "hub"), new RelayServer.Certificate(nonsense, nonsense)))
                .isInstanceOf(RelayException.Misconfigured.class)
                .hasMessageContaining("nonsense.pem");
        assertThatThrownBy(() ->
                        hub.relay(new RelayAddress.Security.Authority(nonsense)).ping())
                .isInstanceOf(RelayException.Misconfigured.class)
                .hasMessageContaining("nonsense.pem");
    }
}
