package dev.devsync.config;

import dev.devsync.tree.GitignoreFiles;
import dev.devsync.tree.Owner;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads one sync of a service.
final class SyncReader {

    private static final Pattern DURATION = Pattern.compile("([1-9]\\d{0,5})(s|m)");

    /// At least 100 ms: looking all the time would be all that there is time for.
    private static final Pattern POLL_INTERVAL = Pattern.compile("([1-9]\\d{2,5}(?=ms)|[1-9]\\d{0,3}(?=s))(ms|s)");

    /// A sync and where its target is written.
    record Placed(Sync sync, Node target) {}

    private final Path folder;
    private final Problems problems;

    /// @param folder what paths are relative to
    SyncReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /// The sync, or null if it has no usable path or target.
    @Nullable
    Placed read(Node node, String service, Location location) {
        String what = "a sync of " + service;
        YamlMapping mapping = YamlMapping.of(node, Section.SYNC, what, problems);
        if (mapping == null) {
            return null;
        }
        Path path = path(mapping, what);
        TargetPath target = target(mapping, what);
        Selection selection = new Selection.Patterns(
                mapping.texts(Key.IGNORE),
                mapping.texts(Key.INCLUDE),
                mapping.isTrue(Key.GITIGNORE) ? GitignoreFiles.HONOURED : GitignoreFiles.DISREGARDED);
        Upkeep upkeep = new Upkeep(mode(mapping), owner(mapping), maxDelete(mapping), verifyEvery(mapping));
        Duration pollEvery = pollEvery(mapping);
        if (path == null || target == null) {
            return null;
        }
        Node place = mapping.place(Key.TARGET);
        if (location instanceof Location.LocalFolder) {
            checkApart(path, target, place);
        }
        checkNotWholeSystem(target, upkeep.mode(), place);
        SourceFolder source = new SourceFolder(path, selection, pollEvery, RelativePath.ROOT);
        return new Placed(new Sync(source, target, upkeep), place);
    }

    private @Nullable Path path(YamlMapping mapping, String what) {
        String written = mapping.text(Key.PATH, what, "add `path:` with the folder to sync, as in path: .");
        if (written == null) {
            return null;
        }
        Node place = mapping.place(Key.PATH);
        Path path = resolve(written);
        if (path == null) {
            problems.at(
                    place, "`path` is `%s`, which names no folder".formatted(written), "use . for the file's folder");
        } else if (!Files.exists(path)) {
            problems.at(
                    place,
                    "`path` is `%s`, but there is no folder %s".formatted(written, path),
                    "create it, or correct the path: it is relative to the folder of this file");
        } else if (!Files.isDirectory(path)) {
            problems.at(
                    place,
                    "`path` is `%s`, which is a file and not a folder".formatted(written),
                    "sync the folder that it is in, and choose the file with `include`");
        } else {
            return path;
        }
        return null;
    }

    private @Nullable Path resolve(String written) {
        try {
            return written.isBlank() ? null : folder.resolve(written).normalize();
        } catch (InvalidPathException _) {
            return null;
        }
    }

    private @Nullable TargetPath target(YamlMapping mapping, String what) {
        String written =
                mapping.text(Key.TARGET, what, "add `target:` with the folder in the container, as in target: /app");
        if (written == null) {
            return null;
        }
        try {
            return new TargetPath(written);
        } catch (IllegalArgumentException e) {
            problems.at(
                    mapping.place(Key.TARGET),
                    "`target` " + e.getMessage(),
                    "write the whole path of the folder, as in /app");
            return null;
        }
    }

    private SyncMode mode(YamlMapping mapping) {
        String written = mapping.text(Key.MODE);
        if (written == null) {
            return SyncMode.ONE_WAY_SAFE;
        }
        for (SyncMode mode : SyncMode.values()) {
            if (mode.keyword().equals(written)) {
                return mode;
            }
        }
        List<String> known =
                Arrays.stream(SyncMode.values()).map(SyncMode::keyword).toList();
        problems.at(
                mapping.place(Key.MODE),
                "`mode` is `%s`, which is no mode".formatted(written),
                Suggestion.forWord(written, known));
        return SyncMode.ONE_WAY_SAFE;
    }

    private @Nullable Owner owner(YamlMapping mapping) {
        String written = mapping.text(Key.OWNER);
        if (written == null) {
            return null;
        }
        try {
            return Owner.parse(written);
        } catch (IllegalArgumentException e) {
            problems.at(
                    mapping.place(Key.OWNER),
                    "`owner` " + e.getMessage(),
                    "find the numbers with `id` in the container; leave `owner` out for the container's user");
            return null;
        }
    }

    private DeletionLimit maxDelete(YamlMapping mapping) {
        String written = mapping.text(Key.MAX_DELETE);
        if (written == null) {
            return DeletionLimit.DEFAULT;
        }
        try {
            return DeletionLimit.parse(written);
        } catch (IllegalArgumentException e) {
            problems.at(
                    mapping.place(Key.MAX_DELETE),
                    "`max_delete` " + e.getMessage(),
                    "write a share as in 50%, a number of files as in 200, or off");
            return DeletionLimit.DEFAULT;
        }
    }

    private Duration verifyEvery(YamlMapping mapping) {
        String written = mapping.text(Key.VERIFY_EVERY);
        if (written == null) {
            return Upkeep.VERIFY_EVERY;
        }
        if (written.equals("off") || written.equals("false")) {
            return Duration.ZERO;
        }
        Matcher matcher = DURATION.matcher(written);
        if (!matcher.matches()) {
            problems.at(
                    mapping.place(Key.VERIFY_EVERY),
                    "`verify_every` is `%s`, which is no length of time".formatted(written),
                    "write seconds or minutes, as in 30s or 5m, or off");
            return Upkeep.VERIFY_EVERY;
        }
        long count = Long.parseLong(matcher.group(1));
        return matcher.group(2).equals("m") ? Duration.ofMinutes(count) : Duration.ofSeconds(count);
    }

    private @Nullable Duration pollEvery(YamlMapping mapping) {
        String written = mapping.text(Key.WATCH);
        return switch (written) {
            case null -> null;
            case "auto" -> null;
            case "events" -> Duration.ZERO;
            case "poll" -> SourceFolder.POLL_EVERY;
            default -> {
                Matcher matcher = POLL_INTERVAL.matcher(written);
                if (!matcher.matches()) {
                    problems.at(
                            mapping.place(Key.WATCH),
                            "`watch` is `%s`, which is no way to watch".formatted(written),
                            "write auto, events, poll, or how often to look, as in 500ms or 2s");
                    yield null;
                }
                long count = Long.parseLong(matcher.group(1));
                yield matcher.group(2).equals("s") ? Duration.ofSeconds(count) : Duration.ofMillis(count);
            }
        };
    }

    /// On one machine a target within its source would be synced into itself without end.
    private void checkApart(Path path, TargetPath target, Node place) {
        Path local = Path.of(target.value());
        if (local.startsWith(path) || path.startsWith(local)) {
            problems.at(
                    place,
                    "`target` %s and `path` %s lie one in the other".formatted(target, path),
                    "choose a target outside of the folder that is synced");
        }
    }

    private void checkNotWholeSystem(TargetPath target, SyncMode mode, Node place) {
        if (mode == SyncMode.ONE_WAY_REPLICA && target.value().equals("/")) {
            problems.at(
                    place,
                    "`target` is / and `mode` is one-way-replica, which would delete the whole system there",
                    "choose a folder, or one-way-safe");
        }
    }
}
