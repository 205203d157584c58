package dev.devsync.target.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a relay shows to who connects, as new as the files that it is in.
final class ShownCertificate {

    private static final Logger LOG = LoggerFactory.getLogger(ShownCertificate.class);

    private final RelayServer.Certificate files;
    private SSLContext context;
    private FileTime read;

    private ShownCertificate(RelayServer.Certificate files, SSLContext context, FileTime read) {
        this.files = files;
        this.context = context;
        this.read = read;
    }

    static ShownCertificate read(RelayServer.Certificate files) throws RelayException.Misconfigured {
        FileTime now = changed(files);
        return new ShownCertificate(files, LineSecurity.server(files.certificate(), files.key()), now);
    }

    /// The certificate as it is now; if that cannot be read, as it was.
    synchronized SSLContext context() {
        FileTime now = changed(files);
        if (!now.equals(read)) {
            try {
                context = LineSecurity.server(files.certificate(), files.key());
                read = now;
            } catch (RelayException.Misconfigured e) {
                LOG.warn("the certificate before it stays in use", e); // half of a renewal, as a rule
            }
        }
        return context;
    }

    private static FileTime changed(RelayServer.Certificate files) {
        try {
            return Files.getLastModifiedTime(files.certificate());
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
