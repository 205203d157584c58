package dev.devsync.history;

/// The kinds of targets that histories are run on, with what each promises.
enum TargetKind {
    LOCAL("", 1, Picture.Extras.FORBIDDEN),
    BUSYBOX("busybox", 1_000_000_000, Picture.Extras.FORBIDDEN),
    DEBIAN("debian", 1, Picture.Extras.FORBIDDEN),
    /// No shell: files go through the archive API, which deletes nothing and swaps no types.
    SCRATCH("scratch", 1_000_000_000, Picture.Extras.TOLERATED);

    private final String image;
    private final long unit;
    private final Picture.Extras extras;

    TargetKind(String image, long unit, Picture.Extras extras) {
        this.image = image;
        this.unit = unit;
        this.extras = extras;
    }

    /// The last part of the test image's name; empty where no container is needed.
    String image() {
        return image;
    }

    Picture.Promise promise() {
        return new Picture.Promise(unit, extras);
    }

    Generator.Repertoire repertoire() {
        return this == SCRATCH ? Generator.Repertoire.TYPES_STAY : Generator.Repertoire.ALL;
    }
}
