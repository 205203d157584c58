package dev.devsync.history;

import java.io.IOException;

/// Steps that change what is in one file.
final class FileEdit {

    private FileEdit() {}

    record Create(String path, int size, long seed) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.makesRoomFor(path)) {
                place.write(path, Content.of(seed, size));
            }
        }
    }

    /// In place: truncate, then write.
    record Rewrite(String path, int size, long seed) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.at(path) == Place.Kind.FILE) {
                place.write(path, Content.of(seed, size));
            }
        }
    }

    record Append(String path, int size, long seed) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.at(path) == Place.Kind.FILE) {
                place.append(path, Content.of(seed, size));
            }
        }
    }

    record Truncate(String path, int percent) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.at(path) == Place.Kind.FILE) {
                place.truncate(path, (int) (place.read(path).length * (long) percent / 100));
            }
        }
    }

    /// Another content of the same size; two of them in a row fall into the same second.
    record SameSize(String path, long seed) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.at(path) == Place.Kind.FILE) {
                place.write(path, Content.of(seed, place.read(path).length));
            }
        }
    }

    /// Another content of the same size with the time of the old one, as if nothing had happened.
    record KeepTime(String path, long seed) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.at(path) == Place.Kind.FILE) {
                long time = place.time(path);
                place.write(path, Content.of(seed, place.read(path).length));
                place.touch(path, time);
            }
        }
    }

    /// The same by way of a copy, as `cp -p` or `rsync -t` and a rename.
    record ReplaceKeepingTime(String path, long seed) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.at(path) == Place.Kind.FILE) {
                place.write(path + "~", Content.of(seed, place.read(path).length));
                place.touch(path + "~", place.time(path));
                place.move(path + "~", path);
            }
        }
    }

    /// As most editors save: a new file beside it, renamed over it.
    record Replace(String path, int size, long seed) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.at(path) == Place.Kind.FILE) {
                place.write(path + "~", Content.of(seed, size));
                place.move(path + "~", path);
            }
        }
    }

    record Recreate(String path, int size, long seed) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.at(path) == Place.Kind.FILE) {
                place.delete(path);
                place.write(path, Content.of(seed, size));
            }
        }
    }

    /// Sets a time, which may lie far from now.
    record Touch(String path, long nanos) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.at(path) == Place.Kind.FILE) {
                place.touch(path, nanos);
            }
        }
    }
}
