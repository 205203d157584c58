package dev.devsync.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What came out, one file for each engine: what the page is made from and what later runs are held to.
final class Records {

    static final Path PAGE = Path.of("docs/compatibility.md");

    private static final Path FOLDER = Path.of("src/test/resources/dev/devsync/compatibility");
    private static final String SUFFIX = ".txt";

    private Records() {}

    static SortedMap<Edition, SortedMap<Cell, Outcome>> all() throws IOException {
        SortedMap<Edition, SortedMap<Cell, Outcome>> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(Files.createDirectories(FOLDER))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                all.put(Edition.parse(name.substring(0, name.length() - SUFFIX.length())), read(file));
            }
        }
        return all;
    }

    private static SortedMap<Cell, Outcome> read(Path file) throws IOException {
        SortedMap<Cell, Outcome> outcomes = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ", -1);
            outcomes.put(Cell.parse(words), Outcome.valueOf(words[4]));
        }
        return outcomes;
    }

    /// Keeps what came out on an engine beside what is known of it, and writes the page anew.
    static void keep(Edition edition, Map<Cell, Outcome> outcomes) throws IOException {
        SortedMap<Edition, SortedMap<Cell, Outcome>> all = all();
        SortedMap<Cell, Outcome> own = all.computeIfAbsent(edition, e -> new TreeMap<>());
        own.putAll(outcomes);
        String lines = own.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue() + "\n")
                .collect(Collectors.joining());
        Files.writeString(FOLDER.resolve(edition + SUFFIX), lines);
        all.values().removeIf(each -> each.size() < Cell.all().size());
        Files.writeString(PAGE, new Page(all).text());
    }
}
