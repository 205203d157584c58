package dev.devsync.session;

import dev.devsync.config.Service;
import dev.devsync.report.Reporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the replicas of one service have in common, so that what is needed once is done once.
///
/// @param lookout watches what is brought to none of them; null if there is nothing of that kind
/// @param count how many there are now
record Replicas(
        HostHook hostHook,
        SharedBuilds builds,
        ImageRebuild rebuild,
        ContainerRestarts restarts,
        Renewals renewals,
        @Nullable LookoutWatch lookout,
        IntSupplier count)
        implements AutoCloseable {

    /// @param folder the configuration file's
    /// @throws IOException if the rules of what is only watched cannot be loaded
    static Replicas of(Service service, Path folder, IntSupplier count, Reporter reporter)
            throws IOException, InterruptedException {
        return new Replicas(
                new HostHook(folder),
                new SharedBuilds(),
                new ImageRebuild(folder),
                new ContainerRestarts(),
                new Renewals(),
                LookoutWatch.open(service, reporter),
                count);
    }

    /// @param reactions those in the containers that are there
    void start(Supplier<List<TargetReactions>> reactions) {
        if (lookout != null) {
            lookout.start(reactions);
        }
    }

    @Override
    public void close() {
        if (lookout != null) {
            lookout.close();
        }
        rebuild.close();
    }
}
