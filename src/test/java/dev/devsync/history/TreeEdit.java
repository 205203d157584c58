package dev.devsync.history;

import java.io.IOException;

/// Steps that change what is where.
final class TreeEdit {

    private TreeEdit() {}

    /// To a name that is free, in a folder that may have to be made. Folders take all with them.
    record Rename(String from, String to) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            boolean intoItself = (to + "/").startsWith(from + "/");
            if (place.at(from) != Place.Kind.NOTHING && !intoItself && place.makesRoomFor(to)) {
                place.move(from, to);
            }
        }
    }

    record RenameOver(String from, String to) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (!from.equals(to) && isFileOrLink(place, from) && isFileOrLink(place, to)) {
                place.move(from, to);
            }
        }

        private static boolean isFileOrLink(Place place, String path) throws IOException {
            return place.at(path) == Place.Kind.FILE || place.at(path) == Place.Kind.LINK;
        }
    }

    /// Changes nothing but the case of the last name's first letter.
    record CaseRename(String path) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            int name = path.lastIndexOf('/') + 1;
            char first = path.charAt(name);
            char other = Character.isUpperCase(first) ? Character.toLowerCase(first) : Character.toUpperCase(first);
            String to = path.substring(0, name) + other + path.substring(name + 1);
            if (!to.equals(path) && place.at(path) != Place.Kind.NOTHING && place.makesRoomFor(to)) {
                place.move(path, to);
            }
        }
    }

    /// Something else comes into the place of what is there.
    record Swap(String path, Place.Kind into, long seed) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.at(path) == Place.Kind.NOTHING || place.at(path) == into) {
                return;
            }
            place.delete(path);
            switch (into) {
                case FILE -> place.write(path, Content.of(seed, (int) (seed % 500)));
                case FOLDER -> {
                    place.folder(path);
                    place.write(path + "/f0", Content.of(seed, 10));
                }
                case LINK -> place.link(path, "../swapped");
                case NOTHING -> {}
            }
        }
    }

    record Delete(String path) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.at(path) != Place.Kind.NOTHING) {
                place.delete(path);
            }
        }
    }

    record Chmod(String path, int mode) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            switch (place.at(path)) {
                case FILE -> place.chmod(path, mode);
                case FOLDER -> place.chmod(path, mode | 0700);
                case LINK, NOTHING -> {}
            }
        }
    }

    /// New, or in place of another link.
    record Link(String path, String target) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.at(path) == Place.Kind.LINK) {
                place.delete(path);
            }
            if (place.makesRoomFor(path)) {
                place.link(path, target);
            }
        }
    }

    record Folder(String path) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.makesRoomFor(path)) {
                place.folder(path);
            }
        }
    }
}
