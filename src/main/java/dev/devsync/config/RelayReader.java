package dev.devsync.config;

import dev.devsync.tree.SyncMode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads which relay a service's files go to, and refuses what cannot be done through one.
final class RelayReader {

    /// Where `devsync relay` listens unless it is told otherwise.
    static final int PORT = 7440;

    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[\\w.-]+)(?::(\\d{1,5}))?");
    private static final Pattern FINGERPRINT = Pattern.compile("(?i)(?:sha-?256[:=])?([0-9a-f]{2}(?::?[0-9a-f]{2})*)");
    /// In hexadecimal digits.
    private static final int SHA_256 = 64;

    private static final String EXAMPLE = "write host:port, as in relay: localhost:" + PORT;

    private final Path folder;
    private final Problems problems;

    /// @param folder what paths are relative to
    RelayReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /// The relay, or null if it cannot be read.
    Location.@Nullable Relay read(YamlMapping service, String what) {
        Node node = Objects.requireNonNull(service.get(Key.RELAY)).value();
        if (!(node instanceof MappingNode)) {
            String address = service.text(Key.RELAY);
            return address == null ? null : relay(address, node, null);
        }
        YamlMapping mapping = YamlMapping.of(node, Section.RELAY, "`relay` of " + what, problems);
        if (mapping == null) {
            return null;
        }
        String address = mapping.text(Key.ADDRESS, "`relay` of " + what, EXAMPLE);
        return address == null ? null : relay(address, mapping.place(Key.ADDRESS), mapping);
    }

    private Location.@Nullable Relay relay(String address, Node place, @Nullable YamlMapping mapping) {
        Matcher matcher = ADDRESS.matcher(address);
        int port = matcher.matches() && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : PORT;
        if (!matcher.matches() || port == 0 || port > HIGHEST_PORT) {
            problems.at(place, "`relay` is `%s`, which is no address".formatted(address), EXAMPLE);
            return null;
        }
        String host = matcher.group(1).replaceAll("[\\[\\]]", "");
        return new Location.Relay(
                host, port, security(host, mapping), mapping == null ? null : file(mapping, Key.TOKEN_FILE));
    }

    /// TLS unless the line stays on this machine, as with `kubectl port-forward` or an ssh tunnel.
    private Location.Relay.Security security(String host, @Nullable YamlMapping mapping) {
        boolean abroad = !isLoopback(host);
        if (mapping == null) {
            return abroad ? new Location.Relay.Signed(null) : new Location.Relay.Plain();
        }
        boolean said = mapping.get(Key.TLS) != null;
        boolean tls = said ? mapping.isTrue(Key.TLS) : abroad;
        for (Key key : List.of(Key.CA, Key.FINGERPRINT)) {
            if (said && !tls && mapping.get(key) != null) {
                problems.at(
                        mapping.place(key),
                        "%s says whom to trust, but `tls` is false".formatted(key),
                        "take one of the two out");
            }
        }
        if (mapping.get(Key.CA) != null && mapping.get(Key.FINGERPRINT) != null) {
            problems.at(mapping.place(Key.FINGERPRINT), "there are both `ca` and `fingerprint`", "keep one of them");
        }
        String fingerprint = mapping.text(Key.FINGERPRINT);
        if (fingerprint != null) {
            return pinned(fingerprint, mapping.place(Key.FINGERPRINT));
        }
        Path authority = file(mapping, Key.CA);
        return tls || authority != null ? new Location.Relay.Signed(authority) : new Location.Relay.Plain();
    }

    private Location.Relay.Security pinned(String written, Node place) {
        Matcher matcher = FINGERPRINT.matcher(written);
        String digits = matcher.matches() ? matcher.group(1).replace(":", "").toLowerCase(Locale.ROOT) : "";
        if (digits.length() != SHA_256) {
            problems.at(
                    place,
                    "`fingerprint` is `%s`, which is no SHA-256".formatted(written),
                    "`openssl x509 -in FILE -noout -fingerprint -sha256` shows a certificate's: 64 hexadecimal digits");
            return new Location.Relay.Signed(null);
        }
        return new Location.Relay.Pinned(digits);
    }

    private static boolean isLoopback(String host) {
        try {
            boolean number = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
            return host.equals("localhost")
                    || (number && InetAddress.getByName(host).isLoopbackAddress()); // numbers are not looked up
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private @Nullable Path file(YamlMapping mapping, Key key) {
        String written = mapping.text(key);
        if (written == null) {
            return null;
        }
        try {
            Path file = folder.resolve(written).normalize();
            if (Files.isRegularFile(file)) {
                return file;
            }
        } catch (InvalidPathException _) {
            // Said below.
        }
        problems.at(
                mapping.place(key),
                "%s is `%s`, but there is no such file".formatted(key, written),
                "correct the path: it is relative to the folder of this file");
        return null;
    }

    /// What a relay does not do is said here, and not when it would be needed.
    void check(YamlMapping service, String what, List<SyncReader.Placed> syncs) {
        for (Key key : List.of(Key.BUILD, Key.RUN, Key.ON, Key.POST_SYNC)) {
            if (service.get(key) != null) {
                problems.at(
                        service.place(key),
                        "%s has %s, but a relay passes on files and nothing else".formatted(what, key),
                        "let the app in the pods reload by itself, or name the pods with `pod:` in place of `relay:`");
            }
        }
        for (SyncReader.Placed placed : syncs) {
            if (placed.sync().mode() != SyncMode.ONE_WAY_SAFE) {
                problems.at(
                        placed.target(),
                        "`mode` is %s, but a relay deletes only what came through it"
                                .formatted(placed.sync().mode().keyword()),
                        "take `mode` out, or name the pods with `pod:` in place of `relay:`");
            }
            if (placed.sync().owner() != null) {
                problems.at(
                        placed.target(),
                        "`owner` is said here, but a relay decides itself whose the files are",
                        "take it out, and start the relay with --owner");
            }
        }
    }
}
