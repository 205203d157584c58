package dev.devsync.target.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.SSLConfig;
import dev.devsync.tree.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// A connection to a Docker engine. May be used by any number of threads.
public final class Engine implements AutoCloseable {

    /// For the first contact. Docker Desktop takes some seconds to wake up.
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    /// For a call that should take milliseconds; an engine under load has been seen to take ten seconds.
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
    /// Docker 18.02, the first whose exec takes a working directory.
    private static final ApiVersion OLDEST = new ApiVersion(1, 35);

    private final EngineAddress address;
    private final EngineVersion version;
    private @Nullable EngineHttp http;
    private @Nullable DockerClient client;
    private @Nullable SshBridge bridge;
    private volatile @Nullable Sidecar sidecar;

    private Engine(EngineAddress address, EngineVersion version) {
        this.address = address;
        this.version = version;
    }

    /// Connects and asks for the versions. No API version is pinned: from then on each request is answered in the
    /// engine's own.
    ///
    /// @throws EngineException.Unreachable if nobody answers there, with the reason
    /// @throws EngineException.NotResponding if nothing comes within ten seconds
    /// @throws EngineException.TooOld if the API is older than 1.35
    public static Engine connect(EngineAddress address) throws EngineException {
        JsonNode answer = limited(
                address, CONNECT_LIMIT, "GET /version", () -> PlainRequest.json(address, "/version", CONNECT_LIMIT));
        EngineVersion version = new EngineVersion(
                Text.printable(answer.path("Version").asText("unknown")),
                Text.printable(answer.path("ApiVersion").asText("0.0")),
                Text.printable(answer.path("Os").asText("?") + "/"
                        + answer.path("Arch").asText("?")));
        if (ApiVersion.parse(version.api()).compareTo(OLDEST) < 0) {
            throw new EngineException.TooOld(
                    "the Docker engine at " + address + " is too old: " + version + "; devsync needs API " + OLDEST,
                    "Update Docker to 18.02 or newer.");
        }
        return new Engine(address, version);
    }

    private record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
        static ApiVersion parse(String text) {
            String[] parts = text.split("\\.", -1);
            try {
                return new ApiVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                return new ApiVersion(0, 0);
            }
        }

        @Override
        public int compareTo(ApiVersion other) {
            return Comparator.comparingInt(ApiVersion::major)
                    .thenComparingInt(ApiVersion::minor)
                    .compare(this, other);
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    public EngineAddress address() {
        return address;
    }

    public EngineVersion version() {
        return version;
    }

    /// Makes [#containers] leave out what a devsync in a container must leave alone.
    public void workBeside(Sidecar self) {
        sidecar = self;
    }

    /// What is left alone; empty where devsync runs in no container of this engine.
    public Optional<Sidecar> sidecar() {
        return Optional.ofNullable(sidecar);
    }

    /// Asks whether the engine is there.
    public void ping() throws EngineException {
        limited(address, CONNECT_LIMIT, "GET /_ping", () -> {
            PlainRequest.send(address, "/_ping", CONNECT_LIMIT).close();
            return true;
        });
    }

    /// Finds containers, running or not, ordered by name.
    ///
    /// @throws EngineException.Misconfigured if the only one is that which devsync itself runs in
    public List<ContainerInfo> containers(ContainerQuery query) throws EngineException {
        Map<String, List<String>> filters = switch (query) {
            // The engine takes it for a pattern that may match anywhere; the exact comparison comes below.
            case ContainerQuery.ByName(String name) -> Map.of("name", List.of(name));
            case ContainerQuery.ById(String id) -> Map.of("id", List.of(id));
            case ContainerQuery.ByLabel(String label) -> Map.of("label", List.of(label));
            case ContainerQuery.ByService(String project, String service) ->
                Map.of(
                        "label",
                        List.of("com.docker.compose.project=" + project, "com.docker.compose.service=" + service));
        };
        EngineHttp http = http();
        JsonNode found =
                call("list containers", () -> http.list("/containers/json?all=true&" + EngineHttp.filters(filters)));
        List<ContainerInfo> infos = new ArrayList<>();
        for (JsonNode container : found) {
            try {
                ContainerInfo info =
                        container(new ContainerId(container.path("Id").asText()));
                if (isMeant(info, query)) {
                    infos.add(info);
                }
            } catch (EngineException.NoSuchContainer e) {
                // Removed since it was listed.
            }
        }
        infos.sort(Comparator.comparing(ContainerInfo::name));
        Sidecar beside = sidecar;
        return beside == null ? infos : beside.spare(query, infos);
    }

    private static boolean isMeant(ContainerInfo info, ContainerQuery query) {
        return switch (query) {
            case ContainerQuery.ByName(String name) -> info.name().equals(name);
            case ContainerQuery.ById(String id) -> info.id().value().startsWith(id);
            case ContainerQuery.ByLabel _ -> true;
            case ContainerQuery.ByService _ ->
                !"true".equalsIgnoreCase(info.labels().get("com.docker.compose.oneoff"));
        };
    }

    /// How a container is now.
    ///
    /// @throws EngineException.NoSuchContainer if it is gone
    public ContainerInfo container(ContainerId id) throws EngineException {
        EngineHttp http = http();
        return call("inspect container " + id, () -> Inspection.info(http.get(Inspection.pathOf(id))));
    }

    /// What decides whether and how devsync can write into a container.
    ///
    /// @throws EngineException.NoSuchContainer if it is gone
    public ContainerDetails inspect(ContainerId id) throws EngineException {
        EngineHttp http = http();
        return call("inspect container " + id, () -> Inspection.details(http, id));
    }

    /// Restarts a container.
    ///
    /// @param grace how long its process has to end by itself; in whole seconds, rounded up
    public void restart(ContainerId id, Duration grace) throws EngineException {
        DockerClient docker = client();
        int seconds = Math.toIntExact(grace.plusMillis(999).toSeconds());
        limited(address, CALL_LIMIT.plus(grace), "restart container " + id, () -> {
            docker.restartContainerCmd(id.value()).withTimeout(seconds).exec();
            return true;
        });
    }

    /// Follows what happens to containers until the result is closed.
    ///
    /// @param listener told by a thread of its own, the first time possibly before this returns
    public Following follow(EngineListener listener) {
        EventFollower follower = new EventFollower(address, listener);
        follower.start();
        return follower;
    }

    /// docker-java's client; made when it is first needed.
    synchronized DockerClient client() throws EngineException {
        if (client == null) {
            // Not the default builder: it reads the environment and files that could pin an API version.
            var config = new DefaultDockerClientConfig.Builder()
                    .withDockerHost(clientHost().toString())
                    .withDockerTlsVerify(false)
                    .build();
            client = DockerClientImpl.getInstance(config, http().client());
        }
        return client;
    }

    /// docker-java's transport; made when it is first needed.
    synchronized EngineHttp http() throws EngineException {
        if (http == null) {
            http = new EngineHttp(clientHost(), tls(), CONNECT_LIMIT);
        }
        return http;
    }

    /// What docker-java connects to: a socket of ours where it does not know the way.
    private synchronized URI clientHost() throws EngineException {
        if (!(address.endpoint() instanceof EngineAddress.Ssh(SshDestination destination))) {
            return address.endpoint().uri();
        }
        try {
            if (bridge == null) {
                bridge = SshBridge.open(destination);
            }
            return bridge.socket().uri();
        } catch (IOException e) {
            throw sorted(address, "listen for connections to pass through ssh", e);
        }
    }

    private @Nullable SSLConfig tls() throws EngineException {
        return switch (address.endpoint()) {
            case EngineAddress.UnixSocket _, EngineAddress.Ssh _ -> {
                SSLContext empty = emptyContext();
                yield () -> empty;
            }
            case EngineAddress.Tcp tcp
            when tcp.tls() != null -> {
                SSLContext context = tcp.tls().context();
                yield () -> context;
            }
            case EngineAddress.Tcp _ -> null;
        };
    }

    /// Spares docker-java the reading of Java's trusted certificates, 100 ms, for a socket that has no TLS.
    private static SSLContext emptyContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new AssertionError("every Java has TLS", e);
        }
    }

    /// Does something with docker-java, within a limit, and sorts what goes wrong.
    ///
    /// @param what the work, for messages: `list containers`
    <T> T call(String what, Callable<T> work) throws EngineException {
        return limited(address, CALL_LIMIT, what, work);
    }

    /// The same for what may take longer than a call as a rule does.
    <T> T call(String what, Duration limit, Callable<T> work) throws EngineException {
        return limited(address, limit, what, work);
    }

    private static <T> T limited(EngineAddress address, Duration limit, String what, Callable<T> work)
            throws EngineException {
        try {
            return Deadline.within(address, limit, work);
        } catch (TimeoutException e) {
            throw new EngineException.NotResponding(
                    "the Docker engine at " + address + " did not answer within " + limit.toSeconds() + " s (" + what
                            + ")",
                    "Is it overloaded or paused? Try: docker version. Restarting Docker may help.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.Failed("interrupted (" + what + ")", 0, e);
        } catch (ExecutionException e) {
            throw sorted(address, what, e.getCause() == null ? e : e.getCause());
        }
    }

    /// The kind of trouble that an exception of docker-java's or of a wire's stands for.
    static EngineException sorted(EngineAddress address, String what, Throwable e) {
        return switch (e) {
            case EngineException known -> known;
            case NotFoundException gone ->
                new EngineException.NoSuchContainer("cannot " + what + ": " + EngineMessage.of(gone));
            case DockerException answered ->
                new EngineException.Failed(
                        "cannot " + what + ": " + EngineMessage.of(answered), answered.getHttpStatus(), answered);
            case IOException broken -> new ConnectFailure(address, broken).toException();
            case UncheckedIOException broken -> new ConnectFailure(address, broken).toException();
            case RuntimeException wrapped
            when wrapped.getCause() instanceof IOException -> new ConnectFailure(address, wrapped).toException();
            case Error error -> throw error;
            default -> new EngineException.Failed("cannot " + what + ": " + e, 0, e);
        };
    }

    @Override
    public synchronized void close() {
        if (http != null) {
            try {
                http.close();
            } catch (IOException e) {
                // It is closed all the same.
            }
            http = null;
            client = null;
        }
        if (bridge != null) {
            bridge.close();
            bridge = null;
        }
    }
}
