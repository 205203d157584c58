package dev.devsync.compatibility;

/// How many containers have the target. Three have volumes and bind mounts in common.
enum Replicas {
    ONE(1),
    THREE(3);

    private final int count;

    Replicas(int count) {
        this.count = count;
    }

    int count() {
        return count;
    }
}
