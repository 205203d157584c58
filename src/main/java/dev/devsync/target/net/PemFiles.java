package dev.devsync.target.net;

import com.github.dockerjava.core.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Reads certificates and keys as people have them, in PEM files. A broken file may make Bouncy Castle throw any
/// `RuntimeException` as well.
public final class PemFiles {

    private PemFiles() {}

    /// The certificates of a file, in its order; none if there are none in it.
    public static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    /// Trusts whom these have signed, and nobody else.
    public static TrustManager[] trust(Collection<? extends Certificate> authorities)
            throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        for (Certificate certificate : authorities) {
            store.setCertificateEntry("authority " + store.size(), certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /// Shows a certificate.
    ///
    /// @param chain the certificate and those who signed it, its own first
    /// @param key its private key
    public static KeyManager[] keys(Collection<? extends Certificate> chain, Path key)
            throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        store.setKeyEntry(
                "devsync",
                // PEM keys come in four forms; docker-java brings Bouncy Castle, which knows them all.
                CertificateUtils.loadPrivateKey(new StringReader(Files.readString(key))),
                new char[0],
                chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
