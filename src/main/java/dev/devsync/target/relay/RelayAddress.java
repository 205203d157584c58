package dev.devsync.target.relay;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a relay listens, and how its line is secured.
public record RelayAddress(String host, int port, Security security) {

    /// What protects the line.
    public sealed interface Security {

        /// Nothing of ours: the line does not leave this machine, or is secured by others.
        record None() implements Security {}

        /// TLS with a certificate that an authority has signed, for the host's name.
        ///
        /// @param authority PEM, a self-signed certificate or who signed it; null for those whom Java trusts
        record Authority(@Nullable Path authority) implements Security {}

        /// TLS with this one certificate, whatever name it has.
        ///
        /// @param sha256 the digest of the certificate, 64 lower-case hexadecimal digits
        record Pinned(String sha256) implements Security {}
    }

    @Override
    public String toString() {
        return "relay " + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
