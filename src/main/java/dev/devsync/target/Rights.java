package dev.devsync.target;

/// What a process may do in a target.
public enum Rights {
    /// What the target's own processes may.
    CONTAINERS,
    /// Everything, as `docker exec --privileged` has it.
    ALL
}
