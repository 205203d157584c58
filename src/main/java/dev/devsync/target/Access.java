package dev.devsync.target;

/// What may be done with a target.
public enum Access {
    /// Everything. A newer connection of this kind fences off an older one.
    WRITE,
    /// Listing and digests only, beside whoever writes.
    LOOK
}
