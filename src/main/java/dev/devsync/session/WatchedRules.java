package dev.devsync.session;

import dev.devsync.config.Watched;
import dev.devsync.select.BadPatternException;
import dev.devsync.select.Selector;
import dev.devsync.select.WatchRules;
import dev.devsync.tree.RelativePath;
import dev.devsync.watch.RuleSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/// The selection of a source that rules of Compose's `develop.watch` look at.
final class WatchedRules implements RuleSource {

    private final Path source;
    private final Watched watched;

    WatchedRules(Path source, Watched watched) {
        this.source = source;
        this.watched = watched;
    }

    static Selector load(Path source, Watched watched) throws IOException, BadPatternException {
        return WatchRules.load(source, watched.scopes(), watched.context(), watched.ignoreFiles());
    }

    static List<RelativePath> filesIn(Path source, Watched watched) {
        return watched.ignoreFiles().stream()
                .filter(file -> file.startsWith(source))
                .map(file -> RelativePath.of(source.relativize(file).toString()))
                .toList();
    }

    static List<Path> filesOutside(Path source, Watched watched) {
        return watched.ignoreFiles().stream()
                .filter(file -> !file.startsWith(source))
                .toList();
    }

    @Override
    public Selector load() throws IOException {
        try {
            return load(source, watched);
        } catch (BadPatternException e) {
            throw new IOException(ContainerFollower.message(e), e);
        }
    }

    @Override
    public boolean isRuleFile(RelativePath path) {
        return files().contains(path);
    }

    @Override
    public Collection<RelativePath> files() {
        return filesIn(source, watched);
    }

    @Override
    public Collection<Path> filesOutside() {
        return filesOutside(source, watched);
    }
}
