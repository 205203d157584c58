package dev.devsync.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// Steps that change much at once.
final class MassEdit {

    private MassEdit() {}

    /// Deletes one file in so many below a folder, or with 1 the folder and all that is in it.
    record MassDelete(String folder, int oneIn) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            if (place.at(folder) != Place.Kind.FOLDER) {
                return;
            }
            if (oneIn == 1 && !folder.isEmpty()) {
                place.delete(folder);
                return;
            }
            int i = 0;
            for (String path : place.below(folder)) {
                // What devsync must not do is empty a container; a history of its own is about that.
                if (place.at(path) == Place.Kind.FILE && !path.equals(IgnoreRule.FILE) && ++i % oneIn == 0) {
                    place.delete(path);
                }
            }
        }
    }

    /// Many new files in one folder at once, as a code generator makes them.
    record Burst(String folder, int files, long seed) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            for (int i = 0; i < files; i++) {
                String path = folder + "/f" + i;
                if (place.makesRoomFor(path)) {
                    place.write(path, Content.of(seed + i, i % 300));
                }
            }
        }
    }

    /// As `git checkout` of another branch: most files stay, some are removed and written anew, some come, some go.
    record Checkout(String folder, int files, long branch) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            for (int i = 0; i < files; i++) {
                String path = folder + "/d" + i % 10 + "/d" + i % 7 + "/f" + i;
                long hash = Long.rotateLeft((branch * 1_000_003 + i) * 0x9E3779B97F4A7C15L, 31) & 0xffff;
                if (hash % 10 == 0) {
                    if (place.at(path) == Place.Kind.FILE) {
                        place.delete(path);
                    }
                } else {
                    put(place, path, Content.of(hash % 10 < 4 ? branch + i : i, 100 + i % 900));
                }
            }
        }

        private static void put(Place place, String path, byte[] content) throws IOException {
            if (place.at(path) == Place.Kind.FILE) {
                if (Arrays.equals(place.read(path), content)) {
                    return;
                }
                place.delete(path);
            }
            if (place.makesRoomFor(path)) {
                place.write(path, content);
            }
        }
    }

    /// Other rules from now on.
    record Ignore(List<IgnoreRule> rules) implements Step.Edit {
        @Override
        public void on(Place place) throws IOException {
            StringBuilder text = new StringBuilder("# generated\n");
            rules.forEach(rule -> text.append(rule.line()).append('\n'));
            place.write(IgnoreRule.FILE, text.toString().getBytes(UTF_8));
        }
    }
}
