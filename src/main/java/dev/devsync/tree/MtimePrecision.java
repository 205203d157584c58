package dev.devsync.tree;

/// How exactly the tools in a target can set a file's time of last change.
public enum MtimePrecision {
    NANOSECONDS(1L),
    /// busybox and toybox drop the fraction.
    SECONDS(1_000_000_000L);

    private final long unit;

    MtimePrecision(long unit) {
        this.unit = unit;
    }

    /// The time that a file gets for a time of the host's: rounded up, so that a tool like make, which compares
    /// times, never takes a source for older than what was built before its change.
    ///
    /// @param mtimeNanos nanoseconds since 1970-01-01T00:00Z
    public long kept(long mtimeNanos) {
        return -Math.floorDiv(-mtimeNanos, unit) * unit;
    }
}
