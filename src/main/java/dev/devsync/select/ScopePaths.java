package dev.devsync.select;

import dev.devsync.select.Selector.Kind;
import dev.devsync.select.Selector.Verdict;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.WatchScope;
import java.util.List;

/// The paths that a rule of `develop.watch` looks at.
public final class ScopePaths {

    private final String under;
    private final DockerIgnore ignore;
    private final DockerIgnore include;

    private ScopePaths(String under, DockerIgnore ignore, DockerIgnore include) {
        this.under = under;
        this.ignore = ignore;
        this.include = include;
    }

    /// @param source what the rule belongs to, for messages
    /// @throws BadPatternException for the first pattern that cannot be read
    public static ScopePaths of(String source, WatchScope scope) throws BadPatternException {
        return new ScopePaths(
                scope.under().text(),
                patterns("`ignore` of " + source, scope.ignore()),
                patterns("`include` of " + source, scope.include()));
    }

    private static DockerIgnore patterns(String source, List<String> patterns) throws BadPatternException {
        return DockerIgnore.parse(source, String.join("\n", patterns));
    }

    /// Whether a file is looked at.
    public boolean matches(RelativePath file) {
        return decide(file.text(), Kind.OTHER) == Verdict.SELECTED;
    }

    Verdict decide(String path, Kind kind) {
        if (!under.isEmpty() && !path.startsWith(under + "/")) {
            return outside(path, kind);
        }
        String below = under.isEmpty() ? path : path.substring(under.length() + 1);
        Verdict byIgnore = ignore.decide(below, kind);
        if (byIgnore == Verdict.IGNORED) {
            return Verdict.IGNORED;
        }
        Verdict byInclude = byInclude(below, kind);
        return byInclude == Verdict.SELECTED ? byIgnore : byInclude;
    }

    /// A rule for one file looks at that file, whatever it includes; a rule for a folder at nothing outside of it.
    private Verdict outside(String path, Kind kind) {
        if (path.equals(under)) {
            return kind == Kind.DIRECTORY && !include.isEmpty() ? Verdict.PASSAGE : Verdict.SELECTED;
        }
        return kind == Kind.DIRECTORY && under.startsWith(path + "/") ? Verdict.PASSAGE : Verdict.IGNORED;
    }

    /// The patterns of `include` are those of an ignore file, turned round: what it would ignore is included.
    private Verdict byInclude(String below, Kind kind) {
        if (include.isEmpty()) {
            return Verdict.SELECTED;
        }
        return switch (include.decide(below, kind)) {
            case IGNORED, PASSAGE -> Verdict.SELECTED;
            case SELECTED -> kind == Kind.DIRECTORY && include.mayMatchBelow(below) ? Verdict.PASSAGE : Verdict.IGNORED;
        };
    }
}
