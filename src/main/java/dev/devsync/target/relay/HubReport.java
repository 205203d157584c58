package dev.devsync.target.relay;

import java.util.List;

/// How it stands with what a relay passes on of one folder.
///
/// @param root the folder in the targets
/// @param writer which connection wrote it last; empty if none has since the relay started
/// @param revision of that writer's source: the newest that it completed
/// @param absence why there is no target; empty if there is one
/// @param passed one for each target
public record HubReport(String root, String writer, long revision, String absence, List<Passed> passed) {

    public HubReport {
        passed = List.copyOf(passed);
    }

    /// One target behind the relay.
    ///
    /// @param phase what its loop is doing, in the words of `devsync status`
    /// @param revision of the writer's source: the newest that is there, whole; 0 for none
    /// @param problem what is wrong; empty if nothing is
    public record Passed(
            String name,
            String phase,
            long revision,
            long inSync,
            long files,
            long refused,
            String transport,
            String problem) {}

    /// Those that have everything that was completed.
    public List<Passed> upToDate() {
        return passed.stream()
                .filter(each -> each.revision() == revision
                        && each.phase().equals("in-sync")
                        && each.problem().isEmpty())
                .toList();
    }
}
