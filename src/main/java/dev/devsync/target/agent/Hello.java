package dev.devsync.target.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.devsync.delta.TarWriter;
import dev.devsync.target.Access;
import dev.devsync.target.Capabilities;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The first words with an agent: how it is started, what it finds out about its surroundings, and what it means
/// when it says that it cannot work.
///
/// @param capabilities what the target can do
/// @param listing which tool lists the root: `find` or `stat`
/// @param canTouch whether times can be set as exactly as tar sets them
/// @param canDigest whether there is a tool for digests
/// @param clock the target's clock
/// @param clockChanged whether it is not what the target had recorded
/// @param longestName the most bytes that the target's file system takes for a name
record Hello(
        Capabilities capabilities,
        String listing,
        boolean canTouch,
        boolean canDigest,
        TargetClock clock,
        boolean clockChanged,
        int longestName) {

    private static final Logger LOG = LoggerFactory.getLogger(Hello.class);

    private static final String SCRIPT = Sh.script(Hello.class, "agent.sh");

    /// The same on every Linux file system but few.
    private static final int LONGEST_NAME = 255;

    static List<String> command(String token, TargetOptions options) {
        Instant since = options.claim().since();
        return List.of(
                "sh",
                "-c",
                SCRIPT,
                "devsync",
                options.root().value(),
                token,
                options.owner() == null ? "-" : options.owner().toString(),
                switch (options.access()) {
                    case LOOK -> "look";
                    case WRITE -> options.mode() == SyncMode.ONE_WAY_REPLICA ? "replica" : "safe";
                },
                since == null ? "-" : options.claim().writer(),
                since == null ? "-" : moment(since),
                moment(Instant.now()));
    }

    /// In whole seconds and thousandths, which have a digit before them so that no shell takes them for octal.
    private static String moment(Instant instant) {
        return instant.getEpochSecond() + "." + (1000 + instant.getNano() / 1_000_000);
    }

    /// @param tools whose tools the agent finds, empty for the target's own
    /// @param started before the agent was
    static Hello exchange(AgentChannel channel, AgentReader in, TargetOptions options, String tools, Instant started)
            throws IOException, TargetException {
        byte[] probe = probe();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(("T " + probe.length + "\n").getBytes(ISO_8859_1));
        frame.write(probe);
        try {
            frame.writeTo(channel.input());
        } catch (IOException e) {
            LOG.debug("the agent ended before it was asked", e); // its first words say why
        }
        String first = in.line();
        if (!first.startsWith("1 ")) {
            throw fatal(first, options);
        }
        Instant now = Instant.now();
        String second = in.line();
        if (!second.startsWith("T ")) {
            throw fatal(second, options);
        }
        TargetClock known =
                new TargetClock(Objects.requireNonNullElse(number(words(first).get("shift")), 0L));
        TargetClock clock = known.read(number(words(first).get("clock")), started, now);
        return of(words(first), words(second), clock, !clock.equals(known), tools);
    }

    private static Hello of(
            Map<String, String> start,
            Map<String, String> tools,
            TargetClock clock,
            boolean clockChanged,
            String origin) {
        MtimePrecision precision =
                "ns".equals(tools.get("mtime")) ? MtimePrecision.NANOSECONDS : MtimePrecision.SECONDS;
        boolean canTouch = precision == MtimePrecision.NANOSECONDS
                ? "ns".equals(tools.get("touch"))
                : !"-".equals(tools.get("touch"));
        boolean canDigest = !"-".equals(tools.get("sum"));
        List<String> weaknesses = new ArrayList<>();
        if (precision == MtimePrecision.SECONDS) {
            weaknesses.add("File times are kept to the second, rounded up: its tar drops the fraction.");
        }
        if (!canDigest) {
            weaknesses.add("Contents cannot be compared there, so what cannot be told apart by size and time is sent"
                    + " again: it has no sha256sum.");
        }
        Capabilities capabilities = new Capabilities(
                "sh agent, " + tools.getOrDefault("tar", "other") + " tar" + (origin.isEmpty() ? "" : " of " + origin),
                precision,
                weaknesses,
                "look".equals(start.get("access")) ? Access.LOOK : Access.WRITE,
                clock.aheadSeconds());
        return new Hello(
                capabilities,
                tools.getOrDefault("list", "stat"),
                canTouch,
                canDigest,
                clock,
                clockChanged,
                longestName(tools));
    }

    /// Whether the target's own tools can tell that a file is the one that was written.
    boolean tellsExactTimes() {
        return capabilities.mtime() == MtimePrecision.NANOSECONDS && listing.equals("find");
    }

    /// @return null if there is no such word, or an empty one, as where the container has no `date`
    static @Nullable Long number(@Nullable String word) {
        return word == null || !word.matches("-?\\d{1,15}") ? null : Long.valueOf(word);
    }

    /// @param tools with the length of the longest name that could be made; 0 if there was no room for any
    private static int longestName(Map<String, String> tools) {
        int tried = Integer.parseInt(tools.getOrDefault("name", "0"));
        return tried == 0 ? LONGEST_NAME : tried;
    }

    private static Map<String, String> words(String line) {
        Map<String, String> words = new HashMap<>();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                words.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return words;
    }

    /// A tiny archive from which the agent learns what its tar can do: fractions of seconds and long names.
    private static byte[] probe() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FileTime time = FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_789));
        try (TarWriter tar = new TarWriter(bytes, MtimePrecision.NANOSECONDS, null, n -> {})) {
            tar.bytes("probe-file" + "-".repeat(120), new byte[] {'x'}, 0644, time);
        }
        return bytes.toByteArray();
    }

    /// What it means that the agent ended with these words.
    static TargetException fatal(String line, TargetOptions options) {
        String[] part = line.split(" ", 3);
        String kind = part.length > 1 ? part[1] : "";
        String detail = part.length > 2 ? part[2] : "";
        if (!part[0].equals("X")) {
            return new TargetException.NoAgent(
                    "the container's sh says: " + Text.printable(line),
                    "The shell there does not behave as POSIX says.");
        }
        return switch (kind) {
            case "fenced" ->
                new TargetException.Fenced("another devsync has taken over " + options.root() + " in this container");
            case "tool" ->
                new TargetException.NoAgent(
                        "the container has no " + Text.printable(detail),
                        "Add it to the image (busybox or coreutils, findutils and tar have all that devsync needs).");
            case "full" -> new TargetException.NoSpace("no space left in the container for " + options.root());
            case "unwritable" -> unwritable(detail, options);
            case "absent" -> new TargetException.Absent(options.root() + " does not exist in the container yet");
            case "root" -> unwritable(detail, options); // or full
            default ->
                new TargetException.Disconnected("the agent gave up: " + Text.printable(kind + " " + detail), null);
        };
    }

    /// What a shell's or a tool's complaint about writing means for the user.
    static TargetException unwritable(String complaint, TargetOptions options) {
        String root = options.root().value();
        if (Replies.isFull(complaint)) {
            return new TargetException.NoSpace("no space left in the container for " + root);
        }
        if (complaint.contains("Read-only file system") || complaint.contains("read-only")) {
            return new TargetException.Refused(
                    root + " is on a read-only file system in the container",
                    "Mount a volume or a tmpfs there, or take read_only off the service.");
        }
        // Before what a tool says the agent puts its ids.
        String[] word = complaint.split(" ", 3);
        boolean ids = word.length == 3 && word[0].chars().allMatch(Character::isDigit);
        if (complaint.contains("ermission denied") || complaint.contains("not permitted")) {
            String user = ids ? "the container's user (" + word[0] + ":" + word[1] + ")" : "the container's user";
            return new TargetException.Refused(
                    root + " is not writable for " + user,
                    "Three ways out: set `owner: \"UID:GID\"` for this sync (devsync then writes as root and gives the"
                            + " files to that owner), run the container as a user that may write there, or choose a"
                            + " target that this user can write.");
        }
        if (complaint.contains("ot a directory") || complaint.contains("File exists")) {
            return new TargetException.Refused(
                    root + " is not a folder in the container", "Choose a folder as the target.");
        }
        return new TargetException.Refused(
                "the container refuses to write " + root + ": " + Text.printable(ids ? word[2] : complaint),
                "`devsync doctor` looks closer.");
    }

    /// The agent never said its first words.
    static TargetException silence(AgentChannel channel, Watchdog watchdog, IOException cause) {
        if (watchdog.hasBitten()) {
            return new TargetException.Disconnected("the agent did not start within " + 30 + " s", cause);
        }
        String said = channel.diagnostics().strip();
        if (said.contains("not found") || said.contains("no such file") || said.contains("No such file")) {
            return new TargetException.NoAgent(
                    "the container has no sh (" + Text.printable(said) + ")", "Use an image with a shell.");
        }
        return new TargetException.Disconnected(ended(channel), cause);
    }

    static String ended(AgentChannel channel) {
        String said = channel.diagnostics().strip();
        return said.isEmpty() ? "the connection to the container ended" : "the agent ended: " + Text.printable(said);
    }
}
