package dev.devsync.config.mounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.config.compose.ComposeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An override file that devsync has written, or is about to. Its head holds a digest of the rest, so that it
/// is taken away only as it was written.
///
/// @param path where it is, absolute
/// @param pickup whether Compose finds it by itself
public record OverrideFile(Path path, Pickup pickup) {

    /// How Compose comes to read it.
    public enum Pickup {
        BY_NAME,
        /// Only if it is named: there is an override file already, or the files are named anyway.
        IF_NAMED
    }

    private static final String OWN_NAME = "compose.devsync.yaml";

    private static final Pattern HEAD = Pattern.compile("# devsync init --from-compose, sha256:([0-9a-f]{64})\n");

    private static final String EXPLANATION = """
            # Folders that were mounted are synced by devsync into volumes instead.
            # `devsync init --undo` takes this file away, as long as nobody has changed it.
            """;

    /// Where the file of a project is, or would be.
    public static OverrideFile of(ComposeFiles files) throws IOException {
        Optional<Path> there = existing(files);
        if (there.isPresent()) {
            return new OverrideFile(there.get(), isNamed(there.get()) ? Pickup.IF_NAMED : Pickup.BY_NAME);
        }
        return files.named() || files.files().size() > 1
                ? new OverrideFile(files.folder().resolve(OWN_NAME), Pickup.IF_NAMED)
                : new OverrideFile(overrideOf(files.first()), Pickup.BY_NAME);
    }

    /// The file that was written for a project, if there is one.
    public static Optional<OverrideFile> find(ComposeFiles files) throws IOException {
        return existing(files).isPresent() ? Optional.of(of(files)) : Optional.empty();
    }

    private static Optional<Path> existing(ComposeFiles files) throws IOException {
        List<Path> places = Stream.concat(
                        files.files().stream(), Stream.of(files.folder().resolve(OWN_NAME)))
                .distinct()
                .toList();
        for (Path place : places) {
            if (Files.isRegularFile(place)
                    && HEAD.matcher(Files.readString(place, UTF_8)).lookingAt()) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    private static boolean isNamed(Path file) {
        return Objects.toString(file.getFileName()).equals(OWN_NAME);
    }

    /// `compose.yaml` has `compose.override.yaml` beside it, and so on.
    private static Path overrideOf(Path file) {
        String name = Objects.toString(file.getFileName());
        int dot = name.lastIndexOf('.');
        return file.resolveSibling(name.substring(0, dot) + ".override" + name.substring(dot));
    }

    /// The files of the project without this one.
    public ComposeFiles without(ComposeFiles files) {
        List<Path> others =
                files.files().stream().filter(file -> !file.equals(path)).toList();
        return new ComposeFiles(files.start(), files.folder(), others, true, files.variables());
    }

    /// What it is to hold, with its head.
    public static String text(ComposeFiles files, List<MountVerdict.Taken> taken) {
        String rest = EXPLANATION + OverrideText.of(files.folder(), taken);
        return "# devsync init --from-compose, sha256:" + digest(rest) + "\n" + rest;
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /// Whether it is as it was written.
    public boolean isUntouched() throws IOException {
        String all = Files.readString(path, UTF_8);
        Matcher head = HEAD.matcher(all);
        return head.lookingAt() && digest(all.substring(head.end())).equals(head.group(1));
    }

    /// What it differs in from what would be written now, line by line: `- ` for what is missing, `+ ` for what was
    /// added.
    public List<String> edits(String written) throws IOException {
        // The digest tells nobody anything.
        return LineDiff.of(withoutHead(written), withoutHead(Files.readString(path, UTF_8)));
    }

    private static List<String> withoutHead(String text) {
        return text.lines().filter(line -> !HEAD.matcher(line + "\n").matches()).toList();
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
