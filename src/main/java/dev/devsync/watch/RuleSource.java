package dev.devsync.watch;

import dev.devsync.select.Selector;
import dev.devsync.tree.RelativePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/// Where a source's selection comes from, and which files it depends on.
public interface RuleSource {

    /// Reads the rules as they are now. Called at the start, whenever a rule file changed, and with every full scan.
    ///
    /// @return a selector that several threads may ask at once
    /// @throws IOException if the rules cannot be read or understood; the message is shown to the user
    Selector load() throws IOException;

    /// Whether the rules depend on the file at this path, be it there or not.
    boolean isRuleFile(RelativePath path);

    /// The files that the rules are read from as far as that is known beforehand, be they there or not. They are
    /// looked at before and after loading, so that no rules come from a file that is just being saved. Rule files
    /// that are met elsewhere are added from their first change on.
    default Collection<RelativePath> files() {
        return List.of();
    }

    /// Files outside of the source that the rules are read from as well, absolute. They are looked at several times a
    /// second, and before anything is published.
    default Collection<Path> filesOutside() {
        return List.of();
    }

    /// Rules that do not depend on files below the source.
    static RuleSource of(Selector selector) {
        return new RuleSource() {
            @Override
            public Selector load() {
                return selector;
            }

            @Override
            public boolean isRuleFile(RelativePath path) {
                return false;
            }
        };
    }
}
