package dev.devsync.session;

import dev.devsync.config.Location;
import dev.devsync.config.Service;
import dev.devsync.report.Reporter;
import dev.devsync.target.relay.Relay;
import dev.devsync.target.relay.RelayAddress;
import dev.devsync.target.relay.RelayException;
import dev.devsync.target.relay.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A relay: the one target is always meant, whether the relay can be reached or not. What it passes on to comes and
/// goes without us.
final class RelayOrigin implements TargetOrigin {

    private static final String VARIABLE = "DEVSYNC_RELAY_TOKEN";

    private final Location.Relay location;
    private final Map<String, String> environment;
    private final Reporter reporter;
    private final Map<Service, RelayConnector> connectors = new HashMap<>();
    private @Nullable Relay relay;
    private boolean answered;

    /// @param environment where the token may be
    RelayOrigin(Location.Relay location, Map<String, String> environment, Reporter reporter) {
        this.location = location;
        this.environment = environment;
        this.reporter = reporter;
    }

    @Override
    public synchronized void open() throws RelayException {
        relay().ping();
        answered = true;
    }

    private synchronized Relay relay() throws RelayException {
        Relay known = relay;
        if (known == null) {
            known = new Relay(address(), token());
            relay = known;
        }
        return known;
    }

    private RelayAddress address() {
        return new RelayAddress(
                location.host(),
                location.port(),
                switch (location.security()) {
                    case Location.Relay.Plain _ -> new RelayAddress.Security.None();
                    case Location.Relay.Signed(var authority) -> new RelayAddress.Security.Authority(authority);
                    case Location.Relay.Pinned(String sha256) -> new RelayAddress.Security.Pinned(sha256);
                });
    }

    private Token token() throws RelayException {
        String where =
                location.tokenFile() == null ? VARIABLE : location.tokenFile().toString();
        try {
            String text = location.tokenFile() == null
                    ? environment.getOrDefault(VARIABLE, "")
                    : Files.readString(location.tokenFile());
            if (text.isBlank()) {
                throw new RelayException.Misconfigured(
                        "there is no token for " + address() + (location.tokenFile() == null ? "" : " in " + where),
                        "Set " + VARIABLE + ", or write `token_file:` into `relay` of devsync.yaml.");
            }
            return Token.of(text);
        } catch (IOException e) {
            throw new RelayException.Misconfigured(
                    "the token for " + address() + " cannot be read: " + where + " (" + e.getMessage() + ")",
                    "`token_file` in `relay` of devsync.yaml names the file that it is in.",
                    e);
        } catch (IllegalArgumentException e) {
            throw new RelayException.Misconfigured(
                    "what " + where + " has " + e.getMessage(),
                    "It must be the token that the relay was started with.");
        }
    }

    @Override
    public synchronized Found find(Service service, Targets.Reach reach) throws RelayException {
        if (!answered) {
            open(); // commands that look once hear here that nobody is there, or of a wrong token
        }
        RelayConnector connector = connectors.get(service);
        if (connector == null) {
            connector = new RelayConnector(relay(), service, reporter);
            connectors.put(service, connector);
        }
        return new Found(Map.of("relay", connector), Absence.NONE);
    }

    /// The targets behind it are told of by it, and are not ours to follow.
    @Override
    public synchronized Optional<Hints> follow(Listener listener) {
        return Optional.empty();
    }

    @Override
    public String kind() {
        return "relay";
    }

    @Override
    public String place() {
        return address().toString();
    }

    @Override
    public String description() {
        return address().toString();
    }

    @Override
    public synchronized void close() {
        connectors.values().forEach(RelayConnector::close);
    }
}
