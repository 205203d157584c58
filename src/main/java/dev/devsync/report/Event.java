package dev.devsync.report;

import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import java.time.Duration;
import java.util.List;

/// Something that users want to know while devsync runs.
public sealed interface Event {

    /// A source has been scanned and is watched.
    ///
    /// @param folder the host's folder
    record SourceReady(String service, String folder, long files, long bytes, Duration took) implements Event {}

    /// A service has no running container yet, or none any more.
    ///
    /// @param why what was looked for and what was found
    record Waiting(String service, String why) implements Event {}

    /// A target can be spoken to.
    ///
    /// @param transport how deltas get there
    /// @param weaknesses promises that do not hold there
    record Connected(TargetName target, String transport, List<String> weaknesses) implements Event {}

    /// How far the first fill of a target is. Comes often.
    record FillProgress(TargetName target, long files, long filesInAll, long bytes, long bytesInAll) implements Event {}

    /// A target has caught up with its source.
    ///
    /// @param sent what had to be done for that
    /// @param files how many files and links are in sync now
    record CaughtUp(TargetName target, DeltaSummary sent, long files, Duration took) implements Event {}

    /// A change has arrived.
    ///
    /// @param root the folder in the targets
    /// @param targets how many have it
    /// @param targetsInAll how many are connected
    /// @param took from the moment it was seen until the last of them had it
    record Synced(
            String service,
            String root,
            DeltaSummary delta,
            int targets,
            int targetsInAll,
            long revision,
            Duration took)
            implements Event {}

    /// A relay has brought what it was sent to its targets, or could not bring it to all of them yet.
    ///
    /// @param relay the folder that the relay keeps
    /// @param revision of the source
    /// @param targets how many have it
    /// @param targetsInAll how many there are
    /// @param took since it was sent; zero if nothing was sent, but targets came or went
    /// @param behind those that do not have it, each with why, as far as that is known
    record Relayed(TargetName relay, long revision, int targets, int targetsInAll, Duration took, List<String> behind)
            implements Event {}

    /// One path could not be synced. It is tried again by itself.
    ///
    /// @param where the target, or the source's folder
    record PathTrouble(String where, PathProblem problem) implements Event {}

    /// A path that was in trouble is fine, or gone.
    record PathRecovered(String where, RelativePath path) implements Event {}

    /// Something larger does not work. It is tried again by itself.
    ///
    /// @param subject what: a target, the engine, a source
    /// @param advice what the user could try; may be empty
    record Trouble(String subject, String message, String advice) implements Event {}

    /// A subject that was in trouble works again.
    record Recovered(String subject, String message) implements Event {}

    /// A target has gone: its container stopped or was removed.
    record Gone(TargetName target, String why) implements Event {}

    /// Syncing has stopped so that nothing gets lost: the source vanished or was emptied, or more would be deleted
    /// than may be without a question.
    ///
    /// @param advice how to go on
    record Halted(String service, String folder, String why, String advice) implements Event {}

    /// Syncing goes on after [Halted].
    record Resumed(String service, String folder) implements Event {}

    /// Something that follows a change has begun, gone on or ended.
    record Reaction(ReactionEvent what) implements Event {}

    /// Something else than devsync changed what devsync had put into a target.
    ///
    /// @param outcome what is done about it
    /// @param paths which; of a folder only the folder itself; at least one
    record Drift(TargetName target, What what, Outcome outcome, List<RelativePath> paths) implements Event {

        /// What was done to the paths.
        public enum What {
            DELETED,
            CHANGED,
            ADDED
        }

        /// What devsync does about it.
        public enum Outcome {
            /// They become again what they are on the host.
            RESTORED,
            REMOVED,
            /// They stay so until they change on the host, or the target is connected anew.
            LEFT
        }

        /// Some paths for people: the first, and how many more.
        public static String some(List<RelativePath> paths) {
            return paths.getFirst().display() + (paths.size() == 1 ? "" : " and " + (paths.size() - 1) + " more");
        }
    }

    /// Nothing but a remark.
    record Note(String subject, String message) implements Event {}
}
