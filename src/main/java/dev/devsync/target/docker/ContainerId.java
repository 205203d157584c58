package dev.devsync.target.docker;

/// What an engine calls a container. A container that was recreated has another one.
///
/// @param value the full id, 64 hexadecimal digits
public record ContainerId(String value) {

    /// The first 12 digits, as the docker CLI shows them.
    public String brief() {
        return value.substring(0, Math.min(12, value.length()));
    }

    @Override
    public String toString() {
        return brief();
    }
}
