package dev.devsync.history;

import java.util.EnumSet;
import java.util.Set;

/// What can go wrong around a history.
enum FaultKind {
    /// `kill -9` of devsync; another is started when the harm is made good.
    KILL_DEVSYNC,
    /// A second devsync on the same target; the first must say so and stop.
    SECOND_DEVSYNC,
    /// `kill -9` of the agent in the target.
    KILL_AGENT,
    /// All connections to the engine end: the exec streams and the rest.
    CUT_STREAMS,
    /// They end after some more bytes, wherever that is.
    CUT_AFTER_BYTES,
    STOP_CONTAINER,
    KILL_CONTAINER,
    PAUSE_CONTAINER,
    RESTART_CONTAINER,
    /// Removed, and another one made by the same name.
    RECREATE_CONTAINER,
    FILL_DISK,
    DELETE_TARGET,
    /// The target folder is moved away, and a link to another, empty one put in its place.
    LINK_TARGET,
    MOVE_SOURCE_AWAY,
    EMPTY_SOURCE,
    UNMOUNT_SOURCE,
    /// The container's clock is set, until the next check; the host's jumps are among the edits ([FileEdit.Touch]).
    SET_CLOCK,
    /// Only where the engine belongs to the test.
    RESTART_ENGINE;

    /// The kinds that can happen to a kind of target.
    static Set<FaultKind> of(TargetKind target) {
        EnumSet<FaultKind> kinds = EnumSet.allOf(FaultKind.class);
        switch (target) {
            case LOCAL ->
                kinds.removeAll(EnumSet.of(
                        CUT_STREAMS,
                        CUT_AFTER_BYTES,
                        STOP_CONTAINER,
                        KILL_CONTAINER,
                        PAUSE_CONTAINER,
                        RESTART_CONTAINER,
                        RECREATE_CONTAINER,
                        SET_CLOCK,
                        FILL_DISK));
            // There is nothing in it that could be told to do harm, and without an agent nobody is fenced off.
            case SCRATCH ->
                kinds.removeAll(
                        EnumSet.of(SECOND_DEVSYNC, KILL_AGENT, FILL_DISK, DELETE_TARGET, LINK_TARGET, SET_CLOCK));
            case BUSYBOX -> kinds.remove(SET_CLOCK); // its sh has a `date` of its own
            case DEBIAN -> {}
        }
        kinds.remove(RESTART_ENGINE);
        if (!Mount.isPossible()) {
            kinds.remove(UNMOUNT_SOURCE);
        }
        return kinds;
    }
}
