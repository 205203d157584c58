package dev.devsync.session;

import java.nio.file.Path;
import java.util.function.IntSupplier;

/// What the replicas of one service have in common, so that what is needed once is done once.
///
/// @param count how many there are now
record Replicas(
        HostHook hostHook, SharedBuilds builds, ImageRebuild rebuild, ContainerRestarts restarts, IntSupplier count)
        implements AutoCloseable {

    /// @param folder the configuration file's
    static Replicas in(Path folder, IntSupplier count) {
        return new Replicas(
                new HostHook(folder), new SharedBuilds(), new ImageRebuild(folder), new ContainerRestarts(), count);
    }

    @Override
    public void close() {
        rebuild.close();
    }
}
