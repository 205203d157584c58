package dev.devsync.target.docker;

import dev.devsync.target.net.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// The PEM files that secure a connection to an engine. The engine's certificate and name are always checked.
///
/// @param authority who signs the engine's certificate, or null for those whom Java trusts
/// @param certificate who we are, or null if the engine need not know
/// @param key the certificate's private key, or null
public record TlsFiles(
        @Nullable Path authority,
        @Nullable Path certificate,
        @Nullable Path key) {

    static final TlsFiles NONE = new TlsFiles(null, null, null);

    /// The files of a folder under the names that Docker gives them: `ca.pem`, `cert.pem`, `key.pem`.
    static TlsFiles in(Path folder) {
        return new TlsFiles(folder.resolve("ca.pem"), existing(folder, "cert.pem"), existing(folder, "key.pem"));
    }

    private static @Nullable Path existing(Path folder, String name) {
        Path file = folder.resolve(name);
        return Files.exists(file) ? file : null;
    }

    /// Reads the files.
    ///
    /// @throws EngineException.Misconfigured if one is missing or is not what it should be
    SSLContext context() throws EngineException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trust(), null);
            return context;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Bouncy Castle throws what it likes at a broken file.
            throw new EngineException.Misconfigured(
                    "the certificates for the engine cannot be read (" + this + "): " + e,
                    "DOCKER_CERT_PATH must name a folder with ca.pem, cert.pem and key.pem.",
                    e);
        }
    }

    private TrustManager @Nullable [] trust() throws IOException, GeneralSecurityException {
        return authority == null ? null : PemFiles.trust(PemFiles.certificates(authority));
    }

    private KeyManager @Nullable [] keys() throws IOException, GeneralSecurityException {
        return certificate == null || key == null ? null : PemFiles.keys(PemFiles.certificates(certificate), key);
    }

    @Override
    public String toString() {
        return "authority " + authority + ", certificate " + certificate + ", key " + key;
    }
}
