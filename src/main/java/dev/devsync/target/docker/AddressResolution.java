package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.tree.Digest;
import dev.devsync.tree.Text;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The docker CLI's rules for finding the engine (docker/cli, `cli/command/cli.go` and `cli/context/store`).
///
/// docker-java knows most of them, but reads the real environment and system properties, takes the default socket
/// for a context that does not exist, and ignores a context's certificates.
final class AddressResolution {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PLAIN_PORT = 2375;
    private static final int TLS_PORT = 2376;

    private final Map<String, String> environment;
    private final Path home;

    AddressResolution(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    EngineAddress resolve() throws EngineException {
        String host = variable("DOCKER_HOST");
        if (host != null) {
            return new EngineAddress(endpoint(host, tlsOfEnvironment(), "DOCKER_HOST"), "DOCKER_HOST");
        }
        String context = variable("DOCKER_CONTEXT");
        String origin = "DOCKER_CONTEXT";
        if (context == null) {
            context = currentContext();
            origin = configFolder().resolve("config.json").toString();
        }
        if (context == null || context.equals("default")) {
            return defaultSocket();
        }
        return ofContext(context, origin);
    }

    private @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private Path configFolder() {
        String folder = variable("DOCKER_CONFIG");
        return folder == null ? home.resolve(".docker") : Path.of(folder);
    }

    private @Nullable String currentContext() throws EngineException {
        Path file = configFolder().resolve("config.json");
        try {
            String name =
                    JSON.readTree(Files.readString(file)).path("currentContext").asText("");
            return name.isBlank() ? null : name;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new EngineException.Misconfigured(
                    "Docker's configuration " + file + " cannot be read: "
                            + Text.printable(String.valueOf(e.getMessage())),
                    "Mend or remove the file, or set DOCKER_HOST.",
                    e);
        }
    }

    private EngineAddress ofContext(String context, String origin) throws EngineException {
        String folder = sha256(context);
        Path file = configFolder().resolve("contexts/meta").resolve(folder).resolve("meta.json");
        JsonNode docker;
        try {
            docker = JSON.readTree(Files.readString(file)).path("Endpoints").path("docker");
        } catch (IOException e) {
            throw new EngineException.Misconfigured(
                    "the docker context " + Text.printable(context) + ", named by " + origin + ", cannot be read: "
                            + (e instanceof NoSuchFileException ? "there is no " + file : e.getMessage()),
                    "List the contexts with: docker context ls. Choose one with: docker context use NAME, or set DOCKER_HOST.",
                    e);
        }
        String name = "the docker context " + Text.printable(context);
        String host = docker.path("Host").asText("");
        if (host.isEmpty()) {
            return new EngineAddress(defaultSocket().endpoint(), name);
        }
        Path certificates =
                configFolder().resolve("contexts/tls").resolve(folder).resolve("docker");
        TlsFiles tls = Files.isDirectory(certificates) ? TlsFiles.in(certificates) : null;
        return new EngineAddress(endpoint(host, tls, name), name);
    }

    private static String sha256(String text) {
        return Digest.of(Digest.begin().digest(text.getBytes(UTF_8))).hex();
    }

    private @Nullable TlsFiles tlsOfEnvironment() {
        // The CLI takes any text for yes, "0" too.
        if (variable("DOCKER_TLS_VERIFY") == null && variable("DOCKER_TLS") == null) {
            return null;
        }
        String folder = variable("DOCKER_CERT_PATH");
        return TlsFiles.in(folder == null ? configFolder() : Path.of(folder));
    }

    private EngineAddress defaultSocket() {
        return new KnownSockets(environment, home).find();
    }

    private static EngineAddress.Endpoint endpoint(String host, @Nullable TlsFiles tls, String origin)
            throws EngineException {
        int colon = host.indexOf("://");
        String scheme = colon < 0 ? "tcp" : host.substring(0, colon);
        String rest = colon < 0 ? host : host.substring(colon + 3);
        return switch (scheme) {
            case "unix" -> new EngineAddress.UnixSocket(socketPath(host, rest, origin));
            case "tcp" -> tcp(host, rest, tls, origin);
            case "http" -> tcp(host, rest, null, origin);
            case "https" -> tcp(host, rest, tls == null ? TlsFiles.NONE : tls, origin);
            case "ssh" -> ssh(host, rest, origin);
            case "npipe" ->
                throw misconfigured(
                        host,
                        origin,
                        "Windows pipes are not supported yet",
                        "Run devsync in WSL 2, where Docker Desktop offers unix:///var/run/docker.sock.");
            default ->
                throw misconfigured(
                        host,
                        origin,
                        "the scheme " + Text.printable(scheme) + " is unknown",
                        "Use unix:///path/to/docker.sock or tcp://host:port.");
        };
    }

    private static EngineAddress.Ssh ssh(String host, String written, String origin) throws EngineException {
        SshDestination destination = SshDestination.parse(written);
        if (destination == null) {
            throw misconfigured(
                    host,
                    origin,
                    "that is no machine to log in to",
                    "Write it as ssh://user@host, with :port and the socket's path behind it if need be; keys and the"
                            + " like belong into ~/.ssh/config.");
        }
        return new EngineAddress.Ssh(destination);
    }

    private static Path socketPath(String host, String path, String origin) throws EngineException {
        try {
            if (path.startsWith("/")) {
                return Path.of(path);
            }
        } catch (InvalidPathException e) {
            // Falls through: the message is the same.
        }
        throw misconfigured(host, origin, "that is no absolute path", "Write it as unix:///path/to/docker.sock.");
    }

    private static EngineAddress.Tcp tcp(String host, String authority, @Nullable TlsFiles tls, String origin)
            throws EngineException {
        try {
            URI uri = new URI("tcp://" + authority);
            String name = uri.getHost();
            boolean bare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
            if (name != null && bare) {
                int port = uri.getPort() >= 0 ? uri.getPort() : tls == null ? PLAIN_PORT : TLS_PORT;
                return new EngineAddress.Tcp(name.replaceAll("[\\[\\]]", ""), port, tls);
            }
        } catch (URISyntaxException e) {
            // Falls through: the message is the same.
        }
        throw misconfigured(host, origin, "that is no host and port", "Write it as tcp://host:port.");
    }

    private static EngineException misconfigured(String host, String origin, String why, String advice) {
        return new EngineException.Misconfigured(
                "the engine's address " + Text.printable(host) + " (from " + origin + ") will not do: " + why,
                advice,
                null);
    }
}
