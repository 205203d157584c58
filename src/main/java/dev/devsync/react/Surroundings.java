package dev.devsync.react;

import dev.devsync.config.Action;
import dev.devsync.target.TargetException;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// What a reaction needs of others, which only the session can do: the container, the other replicas, the other
/// services, this machine.
public interface Surroundings {
    /// Restarts the target's container; this reactor is closed when that happens.
    ///
    /// @param renewal complete when the reactor after this one says so
    void restartContainer(Renewal renewal) throws TargetException;

    /// Builds the service's image and makes its containers anew; this reactor is closed when that happens.
    ///
    /// @param renewal complete when the reactor after this one says so
    /// @param seen the change
    /// @param because what asked for it, for people
    /// @param gone whether this reactor is closed: then it returns, and the build goes on
    /// @return how it failed, for people; empty if it did not, as far as that is known by then
    Optional<String> rebuildImage(Renewal renewal, Instant seen, String because, BooleanSupplier gone)
            throws TargetException, InterruptedException;

    /// The renewal that has brought this target, or that has left it as it was; given once.
    Optional<Renewal> renewal();

    /// What of the highest rungs a start in this container makes needless.
    ///
    /// @param seen the newest change that is there
    Set<Action> needlessAtStart(Instant seen);

    /// Runs a command of the user's on this machine, once for each change, however many replicas there are.
    ///
    /// @param seen the change
    void runOnHost(String command, Instant seen) throws InterruptedException;

    /// Builds, or takes what another replica has built of the same files.
    ///
    /// @param version which files
    /// @param outputs what is taken
    /// @param build builds here, if nobody else does
    /// @return whether there is something new
    boolean shareBuild(String version, List<TargetPath> outputs, Build build, BooleanSupplier outdated)
            throws TargetException, InterruptedException;

    /// Waits until the services that this one depends on have reacted to the same change.
    ///
    /// @param paths what has changed
    /// @return false if something newer arrived first
    boolean awaitDependencies(Collection<RelativePath> paths, BooleanSupplier outdated) throws InterruptedException;

    /// A build in this target.
    @FunctionalInterface
    interface Build {
        /// @return whether it went well
        boolean run() throws TargetException, InterruptedException;
    }
}
