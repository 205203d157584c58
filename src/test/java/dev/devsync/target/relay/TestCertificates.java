package dev.devsync.target.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.tree.Digest;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Certificates and keys as people make them, in PEM files: `NAME.crt` and `NAME.key`.
public final class TestCertificates {

    /// Of the store and its keys.
    public static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;

    /// @param folder where the files go
    public TestCertificates(Path folder) {
        this.folder = folder;
    }

    /// A self-signed certificate.
    ///
    /// @param more as keytool takes it: `-ext san=dns:localhost`
    public TestCertificates make(String name, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "RSA",
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                folder.resolve("keys.p12").toString()));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
        assertThat(keytool.waitFor()).as(output).isZero();
        StringBuilder chain = new StringBuilder();
        for (Certificate each : keys().getCertificateChain(name)) {
            chain.append(pem("CERTIFICATE", each.getEncoded()));
        }
        Files.writeString(certificate(name), chain);
        Files.writeString(
                key(name), pem("PRIVATE KEY", keys().getKey(name, PASSWORD).getEncoded()));
        return this;
    }

    /// All that were made, with their keys.
    public KeyStore keys() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                + "\n-----END " + type + "-----\n";
    }

    public Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /// The SHA-256 of a certificate.
    public String fingerprint(String name) throws Exception {
        return Digest.of(Digest.begin().digest(keys().getCertificate(name).getEncoded()))
                .hex();
    }

    /// For servers of the tests.
    public javax.net.ssl.SSLContext context(String name) throws Exception {
        return LineSecurity.server(certificate(name), key(name));
    }
}
