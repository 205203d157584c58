package dev.devsync.session;

import dev.devsync.config.Selection;
import dev.devsync.config.SourceFolder;
import dev.devsync.config.Watched;
import dev.devsync.select.BadPatternException;
import dev.devsync.select.Placement;
import dev.devsync.select.SelectionRules;
import dev.devsync.select.Selector;
import dev.devsync.select.WatchRules;
import dev.devsync.tree.RelativePath;
import dev.devsync.watch.RuleSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// The selection of a source, loaded anew whenever a rule file changes.
final class SourceRules implements RuleSource {

    private final SourceFolder source;
    private final AtomicReference<Selector> current = new AtomicReference<>();
    private volatile Placement placement = Placement.SAME;

    SourceRules(SourceFolder source) {
        this.source = source;
    }

    @Override
    public Selector load() throws IOException {
        try {
            Selector loaded = switch (source.selection()) {
                case Selection.Patterns lists ->
                    SelectionRules.load(source.path(), lists.ignore(), lists.include(), lists.gitignore());
                case Selection.Everything() -> Selector.ALL;
                case Watched watched -> {
                    placement = Placement.of(watched.layout(), watched.scopes());
                    yield WatchRules.load(source.path(), watched.all(), watched.context(), watched.ignoreFiles());
                }
            };
            current.set(loaded);
            return loaded;
        } catch (BadPatternException e) {
            throw new IOException(
                    e.line() == BadPatternException.NO_LINE
                            ? "in the sync of " + source.path() + ", " + e.getMessage()
                            : e.getMessage(),
                    e);
        }
    }

    @Override
    public boolean isRuleFile(RelativePath path) {
        return current.get() instanceof SelectionRules rules
                ? rules.isRuleFile(path)
                : source.selection() instanceof Watched && files().contains(path);
    }

    @Override
    public Collection<RelativePath> files() {
        return switch (source.selection()) {
            case Selection.Patterns lists -> SelectionRules.filesAtRoot(lists.gitignore());
            case Selection.Everything() -> List.of();
            case Watched watched ->
                watched.ignoreFiles().stream()
                        .filter(file -> file.startsWith(source.path()))
                        .map(file ->
                                RelativePath.of(source.path().relativize(file).toString()))
                        .toList();
        };
    }

    @Override
    public Collection<Path> filesOutside() {
        return switch (source.selection()) {
            case Selection.Patterns _, Selection.Everything _ -> List.of();
            case Watched watched ->
                watched.ignoreFiles().stream()
                        .filter(file -> !file.startsWith(source.path()))
                        .toList();
        };
    }

    boolean ignores(RelativePath path, boolean folder) {
        Selector.Kind kind = folder ? Selector.Kind.DIRECTORY : Selector.Kind.OTHER;
        return current().decideWithParents(path, kind) == Selector.Verdict.IGNORED;
    }

    /// Where in the target what it selects goes; known once the rules have been loaded.
    Placement placement() {
        return placement;
    }

    Selector current() {
        Selector rules = current.get();
        return rules == null ? Selector.ALL : rules;
    }
}
