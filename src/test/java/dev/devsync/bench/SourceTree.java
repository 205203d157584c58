package dev.devsync.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/// Files to measure with, in folders of a hundred. Each says in its first line which one it is and of which tree; the
/// rest does not compress and is the same in each run.
///
/// @param bytes the size of each
/// @param tag what tells two contents of the same file apart
record SourceTree(int files, int bytes, String tag) {

    private static final int IN_A_FOLDER = 100;

    /// Writes it, over what is there.
    Path write(Path folder) throws IOException {
        Random random = new Random(files);
        for (int i = 0; i < files; i++) {
            Path parent = folder.resolve("d" + i / IN_A_FOLDER);
            if (i % IN_A_FOLDER == 0) {
                Files.createDirectories(parent);
            }
            byte[] content = new byte[bytes];
            random.nextBytes(content);
            byte[] line = (tag + " " + i + "\n").getBytes(US_ASCII);
            System.arraycopy(line, 0, content, 0, line.length);
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
