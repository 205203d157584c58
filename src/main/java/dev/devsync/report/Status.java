package dev.devsync.report;

import java.util.List;

/// How it stands with a running devsync.
///
/// @param pid its process id
/// @param since when it started, RFC 3339
/// @param config the configuration file
/// @param engine the engine, or empty if none is needed
/// @param syncs one for each sync of each service
/// @param apps one for each target in which anything follows changes
public record Status(
        long pid, String since, String config, String engine, List<SyncStatus> syncs, List<AppStatus> apps) {

    /// What follows changes in one target.
    ///
    /// @param state `waiting` (for the first sync), `busy`, `done`, `down` (the app has ended) or `failed`
    /// @param pid the app's process there; 0 if there is none
    /// @param reason why it is `down` or `failed`; empty otherwise
    public record AppStatus(String service, String target, String state, long pid, String reason) {}

    /// One sync.
    ///
    /// @param folder the host's folder
    /// @param revision how many times the folder was seen to change, with the first scan
    /// @param files how many files and links take part
    /// @param bytes their size
    /// @param waiting what is waited for if there is no target, else empty
    /// @param leftOut what is in the folder and not synced
    public record SyncStatus(
            String service,
            String folder,
            String target,
            long revision,
            long files,
            long bytes,
            String waiting,
            List<TargetStatus> targets,
            List<LeftOut> leftOut) {}

    /// One target.
    ///
    /// @param phase `connecting`, `comparing`, `in-sync`, `sending`, `halted`, `troubled` or `ended`
    /// @param revision the source's revision that the target has
    /// @param inSync how many files and links are in sync
    /// @param transport how deltas get there; empty if there is no connection
    /// @param problem what is wrong; empty if nothing is
    public record TargetStatus(
            String name, String phase, long revision, long inSync, long files, String transport, String problem) {}

    /// Whether every target has everything.
    public boolean allInSync() {
        return syncs.stream()
                .allMatch(sync -> !sync.targets().isEmpty()
                        && sync.targets().stream()
                                .allMatch(target -> target.phase().equals("in-sync")
                                        && target.revision() == sync.revision()
                                        && target.problem().isEmpty()));
    }
}
