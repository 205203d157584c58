package dev.devsync.watch;

import dev.devsync.select.Selector;
import dev.devsync.tree.RelativePath;
import java.io.IOException;
import java.nio.file.Path;

/// A running watch over a source's folder. It only says where to look, never what is there.
interface Watch extends AutoCloseable {

    /// Who is told. Called from the watch's thread; must return at once.
    interface Sink {
        void dirty(RelativePath path, Depth depth);

        /// The system has no watch left for a folder, of which no more will be heard. All others are watched.
        void unwatched(RelativePath folder);

        /// Events were lost, or the watch has ended: it must be replaced and everything looked at.
        void lost(String reason);
    }

    /// Is shown each folder before it is listed, so that it can be watched from then on.
    @FunctionalInterface
    interface Entering {
        Entering NOTHING = folder -> {};

        /// @throws IOException if the folder is gone or may not be read
        void enter(Path folder) throws IOException;
    }

    /// Goes through all folders that are to be watched.
    @FunctionalInterface
    interface Walk {
        void walk(Entering entering) throws IOException;
    }

    /// Starts a watch.
    @FunctionalInterface
    interface Opener {
        /// @param walk may be used, at most once, to find the folders: it scans them on the way, which saves going
        ///     through them twice
        /// @return a watch that sees every change from now on
        /// @throws IOException if the system does not let us watch, see [WatchTrouble]
        Watch open(HostPaths paths, Selector selector, Sink sink, Walk walk) throws IOException;
    }

    /// Stops telling. Never fails.
    @Override
    void close();
}
