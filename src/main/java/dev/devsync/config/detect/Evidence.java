package dev.devsync.config.detect;

/// What a file says about a project.
///
/// @param file its path in the project's folder
/// @param says what follows from it
public record Evidence(String file, String says) {}
