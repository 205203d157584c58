package dev.devsync.config;

import dev.devsync.tree.Owner;
import dev.devsync.tree.SyncMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How what is in a target is looked after.
///
/// @param mode what may be deleted there
/// @param owner the owner that files get, or null for the container's user
/// @param maxDelete how much may be deleted at once without a question
/// @param verifyEvery after how much quiet the target is looked at for what others changed; zero for never
public record Upkeep(SyncMode mode, @Nullable Owner owner, DeletionLimit maxDelete, Duration verifyEvery) {

    /// A minute costs next to nothing, and nobody waits longer for a target that was deleted.
    public static final Duration VERIFY_EVERY = Duration.ofMinutes(1);

    /// Where nothing is said.
    public static final Upkeep DEFAULT = new Upkeep(SyncMode.ONE_WAY_SAFE, null, DeletionLimit.DEFAULT, VERIFY_EVERY);

    /// The same with another mode.
    public Upkeep with(SyncMode other) {
        return new Upkeep(other, owner, maxDelete, verifyEvery);
    }

    /// The same with another owner.
    public Upkeep with(Owner other) {
        return new Upkeep(mode, other, maxDelete, verifyEvery);
    }

    /// The same with another limit for deletions.
    public Upkeep with(DeletionLimit limit) {
        return new Upkeep(mode, owner, limit, verifyEvery);
    }
}
