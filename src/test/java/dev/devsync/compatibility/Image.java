package dev.devsync.compatibility;

/// What kind of image a container is made from.
enum Image {
    BUSYBOX("busybox", "busybox"),
    DEBIAN("Debian", "debian"),
    NO_SHELL("no shell", "scratch");

    private final String label;
    private final String image;

    Image(String label, String image) {
        this.label = label;
        this.image = image;
    }

    String label() {
        return label;
    }

    /// The last part of the test image's name.
    String image() {
        return image;
    }
}
