package dev.devsync.report;

/// What a target is called.
///
/// @param service the service as configured
/// @param instance the container's name, or `local`
/// @param root the folder in it
public record TargetName(String service, String instance, String root) {

    @Override
    public String toString() {
        return instance + ":" + root;
    }
}
