package dev.devsync.target;

import dev.devsync.tree.MtimePrecision;
import java.util.List;

/// What a target can do.
///
/// @param transport how deltas get there, for people: `sh agent (busybox tar)`
/// @param mtime how exactly it keeps times
/// @param weaknesses promises that do not hold there, each a sentence; empty when all hold
/// @param access whether its user may write the root; what is mounted below or belongs to others may still differ
/// @param clockAheadSeconds by how much its clock is ahead of this machine's, in seconds; 0 within one second
public record Capabilities(
        String transport, MtimePrecision mtime, List<String> weaknesses, Access access, long clockAheadSeconds) {

    public Capabilities {
        weaknesses = List.copyOf(weaknesses);
    }
}
