package dev.devsync.select;

import dev.devsync.tree.RelativePath;
import dev.devsync.tree.WatchScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What takes part of a source that rules of Compose's `develop.watch` look at: what any of them looks at, without
/// what the ignore file of the build's context, or the defaults, keep out.
///
/// The same rules hold for the first fill and for every later change.
public final class WatchRules implements Selector {

    private static final List<String> AS_COMPOSE = List.of(".idea", "*.swn");

    private final GitRules defaults;
    private final ContextIgnore context;
    private final List<ScopePaths> scopes;

    private WatchRules(GitRules defaults, ContextIgnore context, List<ScopePaths> scopes) {
        this.defaults = defaults;
        this.context = context;
        this.scopes = List.copyOf(scopes);
    }

    /// @param source the source's folder
    /// @param scopes from the source's folder
    /// @param context the folder that the ignore file is about
    /// @param ignoreFiles where that file may be; the first that is there counts
    /// @throws IOException if the ignore file is there and cannot be read
    /// @throws BadPatternException for the first pattern that cannot be read
    public static WatchRules load(Path source, List<WatchScope> scopes, Path context, List<Path> ignoreFiles)
            throws IOException, BadPatternException {
        List<String> defaults = new ArrayList<>(DefaultIgnores.PATTERNS);
        defaults.addAll(AS_COMPOSE);
        return new WatchRules(
                GitRules.of("defaults", defaults), ContextIgnore.load(ignoreFiles, context, source), compiled(scopes));
    }

    static List<ScopePaths> compiled(List<WatchScope> scopes) throws BadPatternException {
        List<ScopePaths> compiled = new ArrayList<>();
        for (WatchScope scope : scopes) {
            compiled.add(ScopePaths.of("`develop.watch`", scope));
        }
        return compiled;
    }

    @Override
    public Verdict decide(RelativePath path, Kind kind) {
        String text = path.text();
        if (defaults.ignores(text, kind == Kind.DIRECTORY)) {
            return Verdict.IGNORED;
        }
        Verdict byContext = context.decide(text, kind);
        if (byContext == Verdict.IGNORED) {
            return Verdict.IGNORED;
        }
        Verdict byScopes = byScopes(text, kind);
        return byScopes == Verdict.SELECTED ? byContext : byScopes;
    }

    private Verdict byScopes(String path, Kind kind) {
        Verdict best = Verdict.IGNORED;
        for (ScopePaths scope : scopes) {
            switch (scope.decide(path, kind)) {
                case SELECTED -> {
                    return Verdict.SELECTED;
                }
                case PASSAGE -> best = Verdict.PASSAGE;
                case IGNORED -> {}
            }
        }
        return best;
    }
}
