package dev.devsync.compatibility;

import dev.devsync.report.Status;

/// How it stands with a target that will stay so.
enum Finding {
    IN_SYNC,
    /// The container's user may not write there.
    DENIED,
    READ_ONLY,
    NO_PLACE_FOR_TOOLBOX,
    /// It is being worked on, or in a trouble that may pass.
    OPEN;

    static Finding of(Status.TargetStatus target) {
        if (target.phase().equals("in-sync")) {
            return target.problem().isEmpty() ? IN_SYNC : OPEN;
        }
        if (target.problem().contains(" is not writable for ")) {
            return DENIED;
        }
        if (target.problem().contains(" lies in a tmpfs, into which Docker's archive API does not see")) {
            return NO_PLACE_FOR_TOOLBOX;
        }
        return target.problem().contains("read-only") ? READ_ONLY : OPEN;
    }
}
