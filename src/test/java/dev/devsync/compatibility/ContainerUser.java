package dev.devsync.compatibility;

/// How a container's user is given.
enum ContainerUser {
    ROOT("root", ""),
    UID("uid", "1000"),
    UID_GID("uid:gid", "1000:1000"),
    NAME("name", "app");

    private final String label;
    private final String value;

    ContainerUser(String label, String value) {
        this.label = label;
        this.value = value;
    }

    String label() {
        return label;
    }

    /// As `docker run --user` takes it.
    String value() {
        return value;
    }
}
