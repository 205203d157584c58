package dev.devsync.target.relay;

import dev.devsync.target.net.PemFiles;
import dev.devsync.tree.Digest;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// TLS for both ends of a relay's line, from PEM files.
final class LineSecurity {

    private LineSecurity() {}

    /// @return null if the line has no TLS of ours
    /// @throws RelayException.Misconfigured if a file is missing or is not what it should be
    static @Nullable SSLSocketFactory client(RelayAddress.Security security) throws RelayException.Misconfigured {
        return switch (security) {
            case RelayAddress.Security.None _ -> null;
            case RelayAddress.Security.Pinned(String sha256) ->
                context(null, new TrustManager[] {new Pin(sha256)}).getSocketFactory();
            case RelayAddress.Security.Authority(Path authority) ->
                context(null, authority == null ? null : trust(authority)).getSocketFactory();
        };
    }

    /// What a relay shows.
    ///
    /// @param certificate PEM, with those who signed it, its own first
    /// @param key PEM, its private key
    static SSLContext server(Path certificate, Path key) throws RelayException.Misconfigured {
        try {
            return context(PemFiles.keys(certificates(certificate), key), null);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Bouncy Castle throws what it likes at a broken file.
            throw new RelayException.Misconfigured(
                    "the relay's certificate cannot be read (" + certificate + ", " + key + "): " + e,
                    "--tls-cert and --tls-key name PEM files: a certificate and its private key.",
                    e);
        }
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust)
            throws RelayException.Misconfigured {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new RelayException.Misconfigured("TLS cannot be used: " + e.getMessage(), "", e);
        }
    }

    private static TrustManager[] trust(Path authority) throws RelayException.Misconfigured {
        try {
            return PemFiles.trust(certificates(authority));
        } catch (IOException | GeneralSecurityException e) {
            throw new RelayException.Misconfigured(
                    "the relay's authority cannot be read (" + authority + "): " + e.getMessage(),
                    "`ca` in `relay` of devsync.yaml names a PEM file with one certificate or more.",
                    e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> read = PemFiles.certificates(file);
        if (read.isEmpty()) {
            throw new CertificateException("there is no certificate in it");
        }
        return read;
    }

    /// The certificate is another one than was pinned.
    static final class OtherCertificate extends CertificateException {
        private static final long serialVersionUID = 1L;
        private final String sha256;

        OtherCertificate(String sha256) {
            super("the certificate has the fingerprint sha256:" + sha256);
            this.sha256 = sha256;
        }

        String sha256() {
            return sha256;
        }
    }

    /// Trusts one certificate. Extended, so that Java adds no checks of names and algorithms of its own.
    private static final class Pin extends X509ExtendedTrustManager {
        private final String sha256;

        Pin(String sha256) {
            this.sha256 = sha256;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            String shown =
                    Digest.of(Digest.begin().digest(chain[0].getEncoded())).hex();
            if (!shown.equals(sha256)) {
                throw new OtherCertificate(shown);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is the client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is the client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is the client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
