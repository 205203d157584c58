package dev.devsync.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A way to get a folder's changes into a container: devsync, or what users would take instead.
interface Contender {

    /// As it is asked for on the command line.
    String name();

    /// As it stands in the tables.
    String title();

    /// How it is started, for who wants to repeat it.
    String command();

    /// Why it cannot be measured here; empty if it can.
    Optional<String> missing(Lab lab) throws InterruptedException;

    /// Makes containers and begins to keep their `/app` equal to a folder.
    ///
    /// @param replicas how many containers
    /// @return at once; what watches may not be ready yet
    Running start(Lab lab, Path source, int replicas) throws IOException, InterruptedException;
}
