package dev.devsync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/// Makes and removes the files that are measured with: in folders of a hundred, contents that do not compress, the
/// same in each run.
final class SourceTree {

    private static final int IN_A_FOLDER = 100;

    private SourceTree() {}

    /// Writes the first so many files of a tree, anew if they are there.
    static Path write(Path folder, int files, int bytes) throws IOException {
        Random random = new Random(files);
        byte[] content = new byte[bytes];
        for (int i = 0; i < files; i++) {
            random.nextBytes(content);
            Path parent = folder.resolve("d" + i / IN_A_FOLDER);
            if (i % IN_A_FOLDER == 0) {
                Files.createDirectories(parent);
            }
            Files.write(parent.resolve("f" + i), content);
        }
        return folder;
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
