package dev.devsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelayConfigTest {

    private static final String SHA = "ab".repeat(32);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void files() throws Exception {
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("ca.pem"), "");
        Files.writeString(folder.resolve("token"), "");
    }

    private Location relay(String written) throws Exception {
        return read(written, "").location();
    }

    private Service read(String relay, String more) throws Exception {
        Path file = Files.writeString(folder.resolve("devsync.yaml"), """
                services:
                  api:
                    relay: %s
                    sync: [{path: src, target: /app%s}]
                """.formatted(relay, more));
        return ConfigFile.read(file, Map.of()).services().getFirst();
    }

    private String problem(String relay, String more) throws Exception {
        try {
            read(relay, more);
            throw new AssertionError("was read");
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:9000, localhost, 9000",
        "localhost, localhost, 7440",
        "127.0.0.1:7440, 127.0.0.1, 7440",
        "'\"[::1]:81\"', ::1, 81",
    })
    void onThisMachineTheLineIsPlain(String written, String host, int port) throws Exception {
        assertThat(relay(written)).isEqualTo(new Location.Relay(host, port, new Location.Relay.Plain(), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"relay.example", "10.0.0.1", "127.0.0.1.example", "localhost.example:80"})
    void elsewhereItHasTls(String written) throws Exception {
        assertThat(relay(written))
                .isInstanceOfSatisfying(
                        Location.Relay.class,
                        relay -> assertThat(relay.security()).isEqualTo(new Location.Relay.Signed(null)));
    }

    @Test
    void theDefaultsCanBeOverruled() throws Exception {
        assertThat(relay("{address: relay.example, tls: false, token_file: token}"))
                .isEqualTo(
                        new Location.Relay("relay.example", 7440, new Location.Relay.Plain(), folder.resolve("token")));
        assertThat(relay("{address: localhost, tls: true}"))
                .isEqualTo(new Location.Relay("localhost", 7440, new Location.Relay.Signed(null), null));
        assertThat(relay("{address: localhost, ca: ca.pem}"))
                .isEqualTo(new Location.Relay(
                        "localhost", 7440, new Location.Relay.Signed(folder.resolve("ca.pem")), null));
    }

    @Test
    void fingerprintsAreTakenAsToolsShowThem() throws Exception {
        Location pinned = new Location.Relay("localhost", 7440, new Location.Relay.Pinned(SHA), null);
        String colons = SHA.toUpperCase(Locale.ROOT).replaceAll("..(?=.)", "$0:");
        for (String written : new String[] {SHA, "sha256:" + SHA, colons, "SHA256:" + colons}) {
            assertThat(relay("{address: localhost, fingerprint: \"" + written + "\"}"))
                    .as(written)
                    .isEqualTo(pinned);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a b' | is no address",
                "'https://a:1' | is no address",
                "a:0 | is no address",
                "a:70000 | is no address",
                "{token_file: token} | has no `address`",
                "{address: a, tokenfile: token} | token_file",
                "{address: a, token_file: none} | there is no such file",
                "{address: a, ca: none} | there is no such file",
                "{address: a, fingerprint: abc} | is no SHA-256",
                "{address: a, tls: false, ca: ca.pem} | but `tls` is false",
            })
    void whatMakesNoSenseIsSaid(String written, String words) throws Exception {
        assertThat(problem(written, "")).contains(words);
    }

    @Test
    void whatARelayCannotDoIsSaidBeforeItIsNeeded() throws Exception {
        assertThat(problem("localhost", ", mode: one-way-replica")).contains("deletes only what came through it");
        assertThat(problem("localhost", ", owner: \"1:1\"")).contains("start the relay with --owner");
        assertThat(problem("localhost\n    run: sleep 1", "")).contains("passes on files and nothing else", "`pod:`");
        assertThat(problem("localhost\n    pod: app=api", "")).contains("can be in one place only");
    }
}
