package dev.devsync.target.kube;

/// A container of a pod as it was a moment ago.
///
/// @param id changes with each start; empty before the first
/// @param restarts how often it was started again
/// @param running whether it runs; being ready is another thing, and often takes the files that are to be synced
/// @param reason why it does not run, in the cluster's words; may be empty
public record PodContainer(String name, String image, String id, int restarts, boolean running, String reason) {}
