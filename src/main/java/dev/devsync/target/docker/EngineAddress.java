package dev.devsync.target.docker;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where an engine is, and who says so.
///
/// @param endpoint what to connect to
/// @param origin what named it, for messages: `DOCKER_HOST`, `the docker context "colima"`
public record EngineAddress(Endpoint endpoint, String origin) {

    /// What to connect to.
    public sealed interface Endpoint {
        /// The address as the docker CLI writes it.
        URI uri();
    }

    /// A socket file on this machine.
    public record UnixSocket(Path path) implements Endpoint {
        @Override
        public URI uri() {
            return URI.create("unix://" + path.toUri().getRawPath());
        }
    }

    /// A TCP port.
    ///
    /// @param host a name or an address, IPv6 without brackets
    /// @param tls what to secure the connection with, or null for none
    public record Tcp(String host, int port, @Nullable TlsFiles tls) implements Endpoint {
        @Override
        public URI uri() {
            return URI.create("tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        }
    }

    /// A machine that ssh leads to. As the docker CLI does it, the docker CLI of that machine makes the connection.
    public record Ssh(SshDestination destination) implements Endpoint {
        @Override
        public URI uri() {
            return URI.create("ssh://" + destination);
        }
    }

    /// Finds the engine as the docker CLI does: `DOCKER_HOST`, then `DOCKER_CONTEXT`, then the current context of
    /// `~/.docker/config.json` (`DOCKER_CONFIG` moves that folder), then the default socket. Where nobody
    /// listens there, the sockets are tried that common engines make elsewhere.
    ///
    /// @param environment the process's environment
    /// @param home the user's home folder
    /// @throws EngineException.Misconfigured if what is set there leads nowhere
    public static EngineAddress resolve(Map<String, String> environment, Path home) throws EngineException {
        return new AddressResolution(environment, home).resolve();
    }

    /// The address for people: `unix:///var/run/docker.sock (from DOCKER_HOST)`.
    @Override
    public String toString() {
        return endpoint.uri() + " (from " + origin + ")";
    }
}
