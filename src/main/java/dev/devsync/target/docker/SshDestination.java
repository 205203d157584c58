package dev.devsync.target.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A machine that ssh leads to, and which engine there is meant.
///
/// @param user who to log in as, or null for what ssh's own configuration says
/// @param host a name, an alias of ssh's configuration, or an address; IPv6 without brackets
/// @param port or null for what ssh's own configuration says
/// @param socket the engine's socket on that machine, or null for the one that its docker CLI takes
public record SshDestination(
        @Nullable String user,
        String host,
        @Nullable Integer port,
        @Nullable String socket) {

    /// No part may begin with a hyphen, or ssh would take it for an option; the socket's path passes through the
    /// other machine's shell, so it must have nothing that a shell reads as more than a name.
    private static final Pattern WRITTEN = Pattern.compile("(?:(?<user>[\\w.+][\\w.+-]*)@)?"
            + "(?<host>[\\w.][\\w.-]*|\\[[0-9a-fA-F:.%\\w]+])"
            + "(?::(?<port>[1-9]\\d{0,4}))?"
            + "(?<path>/[\\w./+@-]*)?");

    /// As the docker CLI takes it behind `ssh://`: `[USER@]HOST[:PORT][/PATH/OF/docker.sock]`.
    ///
    /// @return null if that is not what is written
    static @Nullable SshDestination parse(String written) {
        Matcher matcher = WRITTEN.matcher(written);
        if (!matcher.matches()) {
            return null;
        }
        String path = matcher.group("path");
        String port = matcher.group("port");
        return new SshDestination(
                matcher.group("user"),
                matcher.group("host").replaceAll("[\\[\\]]", ""),
                port == null ? null : Integer.valueOf(port),
                path == null || path.equals("/") ? null : path);
    }

    /// What to run to speak with the engine there over standard input and output.
    ///
    /// Without questions: several connections are open at a time, and the terminal is the user's. Lines that
    /// are dead are found out within a minute, as on TCP.
    List<String> command() {
        List<String> words = new ArrayList<>(List.of(
                "ssh",
                "-T",
                "-o",
                "BatchMode=yes",
                "-o",
                "ConnectTimeout=10",
                "-o",
                "ServerAliveInterval=20",
                "-o",
                "ServerAliveCountMax=2"));
        if (user != null) {
            words.addAll(List.of("-l", user));
        }
        if (port != null) {
            words.addAll(List.of("-p", port.toString()));
        }
        words.addAll(List.of("--", host, "docker"));
        if (socket != null) {
            words.addAll(List.of("--host", "unix://" + socket));
        }
        words.addAll(List.of("system", "dial-stdio"));
        return words;
    }

    /// As it is written behind `ssh://`.
    @Override
    public String toString() {
        return (user == null ? "" : user + "@")
                + (host.contains(":") ? "[" + host + "]" : host)
                + (port == null ? "" : ":" + port)
                + (socket == null ? "" : socket);
    }
}
