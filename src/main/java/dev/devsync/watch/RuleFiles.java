package dev.devsync.watch;

import dev.devsync.select.Selector;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Loads the rules, and notices when the files that they come from have really changed.
///
/// An editor that saves such a file may leave it missing or empty for a moment. Rules read then would select what
/// must never leave the host. So a file that is gone or empty must stay so for a moment, as with [Settling], and
/// rules count only if their files were the same before and after they were read.
final class RuleFiles {

    private static final byte[] NOTHING = {};
    private static final byte[] UNREADABLE = {0};

    private final RuleSource rules;
    private final Settling settling;
    private final Set<RelativePath> known = new HashSet<>();

    /// The contents that the rules in force were read from; nothing for a file that was not there.
    private final Map<RelativePath, byte[]> loaded = new HashMap<>();

    /// The same for files outside of the source.
    private Map<Path, byte[]> loadedOutside = Map.of();

    private volatile boolean outsideAtRest;

    RuleFiles(RuleSource rules, Settling settling) {
        this.rules = rules;
        this.settling = settling;
    }

    /// As [#load], but waits for files that are just being saved.
    Selector loadFirst(HostPaths paths) throws IOException {
        Selector selector = load(paths);
        while (selector == null) {
            selector = load(paths);
        }
        return selector;
    }

    /// @return null if a rule file is just being saved: the rules in force shall stay, [#due] will name the file, or
    ///     whoever watches files outside will tell when they are at rest
    /// @throws IOException if the rules cannot be read or understood
    @Nullable
    Selector load(HostPaths paths) throws IOException {
        known.addAll(rules.files());
        Map<RelativePath, byte[]> before = contents(paths);
        if (isBeingSaved(before)) {
            return null;
        }
        Map<Path, byte[]> outside = outside();
        if (!outsideAtRest && isAwayOutside(outside)) {
            return null;
        }
        outsideAtRest = false;
        Selector selector;
        try {
            selector = rules.load();
        } catch (IOException e) {
            loaded.putAll(before);
            loadedOutside = outside;
            throw e;
        }
        if (differ(before, contents(paths))) {
            return null;
        }
        loaded.putAll(before);
        loadedOutside = outside;
        return selector;
    }

    /// Takes note that files outside have been as they are for a moment: one that is gone or empty is so for good.
    void outsideIsAtRest() {
        outsideAtRest = true;
    }

    private boolean isAwayOutside(Map<Path, byte[]> contents) {
        return contents.entrySet().stream()
                .anyMatch(each ->
                        each.getValue().length == 0 && loadedOutside.getOrDefault(each.getKey(), NOTHING).length > 0);
    }

    private Map<Path, byte[]> outside() {
        Map<Path, byte[]> contents = new HashMap<>();
        rules.filesOutside().forEach(file -> contents.put(file, content(file)));
        return contents;
    }

    private boolean isBeingSaved(Map<RelativePath, byte[]> contents) {
        boolean[] found = new boolean[1];
        contents.forEach((path, now) -> {
            byte[] before = loaded.getOrDefault(path, NOTHING);
            if (now.length > 0) {
                settling.cameBack(path); // or the next time that it is saved it would count as away since the last
            }
            found[0] |= now.length == 0 && before.length > 0 && settling.holds(path, Settling.Reason.VANISHED);
        });
        return found[0];
    }

    private boolean differ(Map<RelativePath, byte[]> before, Map<RelativePath, byte[]> after) {
        boolean[] found = new boolean[1];
        before.forEach((path, then) ->
                found[0] |= !Arrays.equals(then, after.get(path)) && settling.holds(path, Settling.Reason.GROWING));
        return found[0];
    }

    /// Whether the path is a rule file and no longer what the rules were read from.
    boolean changed(HostPaths paths, RelativePath path) {
        if (!rules.isRuleFile(path)) {
            return false;
        }
        byte[] now = content(paths, path);
        if (now.length == 0 && settling.holds(path, Settling.Reason.VANISHED)) {
            return false;
        }
        settling.settled(path);
        return known.add(path) || !Arrays.equals(now, loaded.get(path));
    }

    /// Whether a rule file says something else by now than what the rules in force were read from. Events of several
    /// folders come in any order: a file that a new rule ignores may be seen before the rule.
    ///
    /// A file that is empty for a moment counts: it may have said something new since the rules were read.
    boolean areOutdated(HostPaths paths) {
        return rules.filesOutside().stream()
                        .anyMatch(file -> !Arrays.equals(content(file), loadedOutside.getOrDefault(file, NOTHING)))
                || known.stream()
                        .anyMatch(path -> !Arrays.equals(content(paths, path), loaded.getOrDefault(path, NOTHING)));
    }

    /// Whether a rule file differs between two trees: in a new folder it may have come without an event of its own.
    boolean changed(HostPaths paths, Tree before, Tree after) {
        boolean[] found = new boolean[1];
        before.compare(after, (path, old, now) -> found[0] |= changed(paths, path));
        return found[0];
    }

    private Map<RelativePath, byte[]> contents(HostPaths paths) {
        Map<RelativePath, byte[]> contents = new HashMap<>();
        known.forEach(path -> contents.put(path, content(paths, path)));
        return contents;
    }

    private static byte[] content(HostPaths paths, RelativePath path) {
        return content(paths.resolve(path));
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return Stat.isGone(e) ? NOTHING : UNREADABLE;
        }
    }

    /// Whether a file that is missing or empty may still come back.
    boolean isSettling() {
        return !settling.isEmpty();
    }

    List<RelativePath> due() {
        return settling.due();
    }

    void forget(List<RelativePath> due) {
        settling.forget(due);
    }

    long untilFirst(long limit) {
        return settling.untilFirst(limit);
    }
}
