package dev.devsync.config;

/// What helps out in containers without a shell: a busybox out of an image, or nothing.
///
/// @param image the image, as `docker pull` takes it; empty for none (`toolbox: off`)
public record ToolboxChoice(String image) {

    /// Pinned, so that every machine gets the same; this one is static (the tags with glibc are not).
    public static final ToolboxChoice DEFAULT = new ToolboxChoice("busybox:1.37.0-musl");

    public static final ToolboxChoice OFF = new ToolboxChoice("");

    public boolean isOff() {
        return image.isEmpty();
    }
}
