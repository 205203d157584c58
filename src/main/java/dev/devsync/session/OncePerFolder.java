package dev.devsync.session;

import dev.devsync.config.Sync;
import dev.devsync.report.TargetName;
import dev.devsync.target.FolderIdentity;
import java.util.HashMap;
import java.util.Map;

/// For commands that go through targets once: a folder that several of them have gets its turn once.
final class OncePerFolder {

    private record First(TargetName name, Sync sync) {}

    private final Map<FolderIdentity, First> firsts = new HashMap<>();

    /// What to do with a target.
    sealed interface Turn {
        /// Its folder's turn is now.
        record Now() implements Turn {}

        /// It had its turn.
        record Had(TargetName by) implements Turn {}

        /// Another sync had it.
        record Taken(String why) implements Turn {}
    }

    Turn of(TargetName name, Sync sync, Connector connector) {
        FolderIdentity identity = connector.identity(sync.target());
        First first = firsts.putIfAbsent(identity, new First(name, sync));
        if (first == null) {
            return new Turn.Now();
        }
        return first.sync.isSameWorkAs(sync)
                ? new Turn.Had(first.name)
                : new Turn.Taken(SharedFolders.conflict(identity, first.name));
    }
}
