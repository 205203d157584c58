package dev.devsync.session;

/// A line that an app or a build wrote.
///
/// @param service the service
/// @param target the container's name, or `local`
/// @param kind `app`, `build`, `exec` or `hook`
/// @param line what it wrote, as it wrote it
public record LogLine(String service, String target, String kind, String line) {}
