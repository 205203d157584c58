package dev.devsync.target;

import dev.devsync.tree.Delta;
import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.Tree;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An open connection to one root folder in a container, a pod or on this machine.
///
/// Used by one thread at a time; [#close] may come from any thread and ends a call that is under way with
/// [TargetException.Disconnected]. After any [TargetException] the connection is spent, but for
/// [TargetException.NoSpace] and [TargetException.Stale].
public interface Target extends AutoCloseable {

    /// What was learnt about the target when the connection was opened.
    Capabilities capabilities();

    /// Makes sure that the root is still the folder that it was, and that nobody has taken the target over. Costs
    /// next to nothing where it can be told at all; does nothing where it cannot.
    ///
    /// @throws TargetException.Disconnected if the root was deleted or replaced, or the stream has broken unnoticed
    /// @throws TargetException.Fenced if a newer devsync has taken over
    void check() throws TargetException;

    /// Lists what is below the root and what devsync owns there.
    Snapshot scan() throws TargetException;

    /// Lists some folders without what is below them, which takes a few milliseconds.
    ///
    /// @param folders a few hundred at most; the root among them or not
    /// @return what is there of the folders themselves and of their children; empty if this target can only be
    ///     scanned as a whole
    /// @throws TargetException.Disconnected also if the root itself has gone
    default Optional<Map<RelativePath, Entry>> list(Collection<RelativePath> folders) throws TargetException {
        return Optional.empty();
    }

    /// Digests of regular files.
    ///
    /// @return a digest for each path that is a readable regular file; the others are left out
    Map<RelativePath, Digest> digests(Collection<RelativePath> paths) throws TargetException;

    /// Carries out a delta. Each path is replaced as a whole or left as it was. Applying a delta twice does no harm.
    ///
    /// @param delta what to do
    /// @param contents where the bytes of files come from
    /// @param progress told how far it is
    /// @throws TargetException.NoSpace if the file system is full; some of the delta may have been carried out
    /// @throws TargetException.Stale if the target is not as the delta supposes: scan again
    Applied apply(Delta delta, Contents contents, Progress progress) throws TargetException;

    /// Records what devsync owns, in place of the record that is there.
    ///
    /// @param owned everything that devsync wrote or found equal
    void recordOwned(Tree owned) throws TargetException;

    /// Says that everything of a revision of the source is there now, but for what failed. It means something only
    /// where what arrives is passed on.
    default void completed(long revision) throws TargetException {}

    /// Waits until those whom this target passes things on to have what was last completed.
    ///
    /// @param limit the longest wait
    /// @return who has it not and why, each a sentence without its full stop; empty if nobody lacks anything
    default List<String> awaitPassedOn(Duration limit) throws TargetException {
        return List.of();
    }

    @Override
    void close();
}
