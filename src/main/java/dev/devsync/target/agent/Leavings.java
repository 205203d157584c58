package dev.devsync.target.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.target.TargetException;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Text;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Removes what devsync has left in a target for itself: staging folders and records of what it owns.
public final class Leavings {

    /// Staging folders are small; a slow disk may take its time.
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final String SCRIPT = Sh.script(Leavings.class, "clean.sh");

    private Leavings() {}

    /// Something that could not be removed.
    public record Kept(String path, String why) {}

    /// What came of it.
    ///
    /// @param removed the paths that are gone now
    /// @param kept the paths that are still there
    public record Removal(List<String> removed, List<Kept> kept) {

        public Removal {
            removed = List.copyOf(removed);
            kept = List.copyOf(kept);
        }

        /// Nothing was there.
        public static final Removal NONE = new Removal(List.of(), List.of());

        /// This and what a later attempt came to, for which the same paths were asked or others.
        public Removal then(Removal later) {
            List<String> all = new ArrayList<>(removed);
            all.addAll(later.removed);
            List<Kept> left = new ArrayList<>(kept);
            left.removeIf(each -> later.removed.contains(each.path()));
            later.kept.stream()
                    .filter(each -> left.stream().noneMatch(same -> same.path().equals(each.path())))
                    .forEach(left::add);
            return new Removal(all, left);
        }
    }

    /// @param roots the folders that were synced to; their contents stay
    /// @param others more folders, in the order in which they shall go
    /// @throws TargetException.NoAgent if there is no shell, or a tool is missing
    public static Removal remove(AgentTransport transport, Collection<TargetPath> roots, Collection<TargetPath> others)
            throws TargetException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "devsync"));
        roots.forEach(root -> command.add("R" + root.value()));
        others.forEach(other -> command.add("F" + other.value()));
        AgentChannel channel = transport.start(command);
        try (Watchdog watchdog = new Watchdog(channel::close);
                InputStream output = channel.output()) {
            watchdog.expectWithin(LIMIT);
            return removal(new String(output.readAllBytes(), UTF_8).lines().toList(), channel);
        } catch (IOException e) {
            throw new TargetException.Disconnected("removing devsync's own files did not end", e);
        } finally {
            channel.close();
        }
    }

    private static Removal removal(List<String> lines, AgentChannel channel) throws TargetException {
        List<String> removed = new ArrayList<>();
        List<Kept> kept = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String rest = line.isEmpty() ? "" : Text.printable(line.substring(1));
            switch (line.isEmpty() ? ' ' : line.charAt(0)) {
                case '-' -> removed.add(rest);
                case '!' -> kept.add(new Kept(rest, i + 1 < lines.size() ? Text.printable(lines.get(++i)) : ""));
                case 'X' -> throw new TargetException.NoAgent("the container has no" + rest, "");
                case '.' -> {
                    return new Removal(removed, kept);
                }
                default -> {} // a tool's chatter
            }
        }
        throw new TargetException.Disconnected(
                "removing devsync's own files broke off: " + channel.diagnostics(), null);
    }
}
