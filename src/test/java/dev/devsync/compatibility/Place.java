package dev.devsync.compatibility;

import java.util.List;
import java.util.stream.Stream;

/// Where the target is in a container.
enum Place {
    ROOT(Rig.WRITABLE, "root", "in the container's own file system"),
    VOLUME(Rig.WRITABLE, "volume", "a volume"),
    BIND(Rig.WRITABLE, "bind", "a bind mount"),
    TMPFS(Rig.WRITABLE, "tmpfs", "a tmpfs"),
    READ_ONLY_VOLUME(Rig.READ_ONLY_AND_VOLUME, "volume", "`read_only`: a volume"),
    READ_ONLY_TMPFS(Rig.READ_ONLY_AND_TMPFS, "tmpfs", "`read_only`: a tmpfs, and no volume"),
    READ_ONLY_ROOT(Rig.READ_ONLY_AND_TMPFS, "root", "`read_only`: the container's own file system");

    /// Places that can be tried in one container, because they do not change what becomes of one another.
    enum Rig {
        WRITABLE,
        /// Alone, because a toolbox would go into the volume.
        READ_ONLY_AND_VOLUME,
        READ_ONLY_AND_TMPFS;

        List<Place> places() {
            return Stream.of(Place.values()).filter(place -> place.rig == this).toList();
        }
    }

    private final Rig rig;
    private final String folder;
    private final String label;

    Place(Rig rig, String folder, String label) {
        this.rig = rig;
        this.folder = folder;
        this.label = label;
    }

    String label() {
        return label;
    }

    String target(Replicas replicas) {
        return "/srv/" + folder + replicas.count();
    }

    /// Whether the archive API sees it.
    boolean isInMemory() {
        return this == TMPFS || this == READ_ONLY_TMPFS;
    }

    boolean isVolume() {
        return this == VOLUME || this == READ_ONLY_VOLUME;
    }
}
