package dev.devsync.api;

import java.time.Duration;

/// What a sync did. The container has everything now.
///
/// @param files how many files and links are in sync
/// @param written how many files and links were sent; what was there already is not sent
/// @param deleted how many files, links and folders were removed
/// @param bytes the size of the files that were sent, in bytes
/// @param took from the first word with the container until the last file was there
public record SyncResult(long files, long written, long deleted, long bytes, Duration took) {}
