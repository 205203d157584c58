package dev.devsync.target.docker;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The engine where nobody says which: the default socket, then where engines put theirs that may not write there.
final class KnownSockets {

    private static final Path DEFAULT = Path.of("/var/run/docker.sock");

    /// @param engine whose it is, for messages
    private record Place(String engine, Path socket) {
        EngineAddress address(String origin) {
            return new EngineAddress(new EngineAddress.UnixSocket(socket), origin);
        }
    }

    private final Map<String, String> environment;
    private final Path home;

    KnownSockets(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    /// The first at which somebody listens. An engine that has ended may leave its socket behind; one that
    /// does not let us in is still the one that is meant.
    EngineAddress find() {
        List<Place> there =
                places().stream().filter(place -> Files.exists(place.socket())).toList();
        Optional<Place> found =
                there.stream().filter(place -> !isDead(place.socket())).findFirst();
        return found.or(() -> there.stream().findFirst())
                .map(place -> place.address("the socket of " + place.engine()))
                .orElseGet(() -> new Place("", DEFAULT)
                        .address("the default; Docker Desktop, OrbStack, Colima, Rancher Desktop and podman have no"
                                + " socket here either"));
    }

    /// In the order in which they are tried; docs/sidecar.md lists them.
    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        places.add(new Place("Docker", DEFAULT));
        places.add(new Place("Docker Desktop", home.resolve(".docker/run/docker.sock"))); // macOS
        places.add(new Place("Docker Desktop", home.resolve(".docker/desktop/docker.sock"))); // Linux
        Path runtime = folder("XDG_RUNTIME_DIR");
        if (runtime != null) {
            places.add(new Place("rootless Docker", runtime.resolve("docker.sock")));
        }
        places.add(new Place("OrbStack", home.resolve(".orbstack/run/docker.sock")));
        Path colima = folder("COLIMA_HOME");
        places.add(new Place(
                "Colima", (colima == null ? home.resolve(".colima") : colima).resolve("default/docker.sock")));
        places.add(new Place("Rancher Desktop", home.resolve(".rd/docker.sock")));
        if (runtime != null) {
            places.add(new Place("rootless podman", runtime.resolve("podman/podman.sock")));
        }
        places.add(new Place("podman machine", home.resolve(".local/share/containers/podman/machine/podman.sock")));
        Path temporary = folder("TMPDIR");
        if (temporary != null) { // macOS, podman 5
            places.add(new Place("podman machine", temporary.resolve("podman/podman-machine-default-api.sock")));
        }
        places.add(new Place("podman", Path.of("/run/podman/podman.sock")));
        return places;
    }

    private @Nullable Path folder(String variable) {
        String value = environment.get(variable);
        return value == null || value.isBlank() ? null : Path.of(value);
    }

    private static boolean isDead(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return !channel.isConnected();
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
        } catch (IllegalArgumentException e) {
            return true; // longer than a socket's path may be
        }
    }
}
