package dev.devsync.target.docker;

import dev.devsync.target.net.Causes;
import dev.devsync.tree.Text;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Turns a connection that failed into a message: which engine, why, and what to try.
final class ConnectFailure {

    private static final String OTHER_ENGINE =
            "If your engine is elsewhere, set DOCKER_HOST or choose its context: docker context use NAME.";

    private final EngineAddress address;
    private final Throwable cause;
    private final Place place;

    /// Where devsync itself runs: what to do about its permissions depends on it.
    enum Place {
        MACHINE,
        CONTAINER
    }

    ConnectFailure(EngineAddress address, Throwable cause) {
        this(address, cause, OwnContainer.ofProcess().isLikely() ? Place.CONTAINER : Place.MACHINE);
    }

    ConnectFailure(EngineAddress address, Throwable cause, Place place) {
        this.address = address;
        this.cause = cause;
        this.place = place;
    }

    EngineException.Unreachable toException() {
        return switch (address.endpoint()) {
            case EngineAddress.UnixSocket(Path socket) -> unixSocket(socket);
            case EngineAddress.Tcp tcp -> tcp(tcp);
            case EngineAddress.Ssh ssh -> ssh(ssh.destination());
        };
    }

    /// ssh's own words say what is wrong; what to do depends on how far it came.
    private EngineException.Unreachable ssh(SshDestination destination) {
        String login = "ssh " + (destination.port() == null ? "" : "-p " + destination.port() + " ")
                + (destination.user() == null ? "" : destination.user() + "@") + destination.host();
        if (causes().say("host key verification failed")) {
            return unreachable(causes().reason(), "Log in once and look at its key: " + login + ".");
        }
        if (causes().say("permission denied (") || causes().say("too many authentication failures")) {
            return unreachable(
                    causes().reason(),
                    "It must let you in without a question: `" + login + " true` has to work by a key in ssh-agent or"
                            + " ~/.ssh/config.");
        }
        if (causes().say("docker: command not found")
                || causes().say("docker: not found")
                || causes().say("dial-stdio")) {
            return unreachable(
                    causes().reason(),
                    "That machine needs a docker CLI of 18.09 or newer on the PATH of non-interactive logins.");
        }
        if (causes().say("ssh: not found") || causes().say("exec: ssh")) {
            return unreachable("there is no ssh here", "Install an OpenSSH client.");
        }
        return unreachable(causes().reason(), "Does `" + login + " docker version` work? " + OTHER_ENGINE);
    }

    private EngineException.Unreachable unixSocket(Path socket) {
        if (Files.notExists(socket)) {
            return unreachable(
                    "there is no such socket",
                    "Is Docker running? On Linux: sudo systemctl start docker. " + OTHER_ENGINE);
        }
        if (causes().say("permission denied") || causes().say("operation not permitted") || !Files.isWritable(socket)) {
            String group = groupOf(socket);
            if (place == Place.CONTAINER) {
                return unreachable("permission denied on the socket for the user of this container", wayIn(socket));
            }
            return unreachable(
                    "permission denied on the socket" + (group == null ? "" : ", which belongs to the group " + group),
                    group == null || group.equals("root")
                            ? "Run devsync as a user who may use the socket. " + OTHER_ENGINE
                            : "Join the group: sudo usermod -aG " + group + " $USER, then log in again.");
        }
        if (causes().say("connection refused")) {
            return unreachable(
                    "the socket is there but nobody listens",
                    "Start the engine: it ended without removing its socket.");
        }
        return unreachable(causes().reason(), OTHER_ENGINE);
    }

    /// How a container gets at a socket. Its group's name means nothing in there, the number does.
    private static String wayIn(Path socket) {
        String asRoot = "run it as root, with `user: \"0:0\"`";
        try {
            if (Files.getPosixFilePermissions(socket).contains(PosixFilePermission.GROUP_WRITE)) {
                return "In the compose file, give devsync's service the socket's group, with `group_add: [\""
                        + Files.getAttribute(socket, "unix:gid") + "\"]`, or " + asRoot + ".";
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Then root is the one way that is sure.
        }
        return "In the compose file, " + asRoot + " in devsync's service: the socket is open to no group.";
    }

    private static @Nullable String groupOf(Path socket) {
        try {
            return Files.readAttributes(socket, PosixFileAttributes.class)
                    .group()
                    .getName();
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    private EngineException.Unreachable tcp(EngineAddress.Tcp tcp) {
        CertificateExpiredException expired = causes().find(CertificateExpiredException.class);
        if (expired != null) {
            return unreachable(
                    "TLS failed: the engine's certificate has expired ("
                            + Text.printable(String.valueOf(expired.getMessage())) + ")",
                    "Have it renewed, on the engine's machine; or is a clock wrong?");
        }
        if (causes().say("unable to find valid certification path")
                || causes().find(CertPathValidatorException.class) != null) {
            Path authority = tcp.tls() == null ? null : tcp.tls().authority();
            return unreachable(
                    "TLS failed: the engine's certificate is not signed by "
                            + (authority == null ? "anybody whom Java trusts" : "the authority in " + authority),
                    "Is that the engine that you mean? Its authority's certificate belongs into ca.pem in the folder"
                            + " that DOCKER_CERT_PATH names.");
        }
        if (causes().find(SSLException.class) != null) {
            return unreachable(
                    "TLS failed: " + causes().reason(),
                    "The engine's certificate must be signed by ca.pem and name " + tcp.host()
                            + "; see DOCKER_CERT_PATH. If the engine speaks plain TCP, unset DOCKER_TLS_VERIFY.");
        }
        if (tcp.tls() != null
                && (causes().say("broken pipe") || causes().say("reset") || causes().say("closed before"))) {
            // TLS 1.3: that our certificate is missing or not liked is said only after the handshake, if at all.
            return unreachable(
                    "TLS failed: the engine ended the connection (" + causes().reason() + ")",
                    tcp.tls().certificate() == null
                            ? "It may want a certificate of yours: DOCKER_CERT_PATH has no cert.pem."
                            : "It may not trust " + tcp.tls().certificate() + ".");
        }
        if (causes().say("not http") || causes().say("http request to an https server")) {
            return unreachable(
                    "that is no plain HTTP engine", "If it speaks TLS, set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH.");
        }
        if (causes().find(UnknownHostException.class) != null) {
            return unreachable("the host " + tcp.host() + " is not known", OTHER_ENGINE);
        }
        if (causes().find(SocketTimeoutException.class) != null || causes().say("timed out")) {
            return unreachable("no answer", "Is the machine up, and no firewall between? " + OTHER_ENGINE);
        }
        if (causes().say("connection refused")) {
            return unreachable(
                    "connection refused", "Is Docker running there and listening on that port? " + OTHER_ENGINE);
        }
        return unreachable(causes().reason(), OTHER_ENGINE);
    }

    private EngineException.Unreachable unreachable(String why, String advice) {
        return new EngineException.Unreachable(
                "cannot reach the Docker engine at " + address + ": " + why, advice, cause);
    }

    private Causes causes() {
        return new Causes(cause);
    }
}
