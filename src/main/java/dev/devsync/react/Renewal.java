package dev.devsync.react;

import dev.devsync.config.Action;

/// A reaction that takes the target away and brings it back: it is complete when the next one is.
///
/// @param action the container's restart, or its image's rebuild
public record Renewal(Action action, Cause cause) {}
