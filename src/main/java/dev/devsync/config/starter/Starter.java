package dev.devsync.config.starter;

import dev.devsync.config.ConfigException;
import dev.devsync.config.detect.ContainerPlace;
import dev.devsync.config.detect.Detection;
import dev.devsync.config.detect.Proposal;
import dev.devsync.config.imports.Imported;
import dev.devsync.config.imports.ImportedKey;
import dev.devsync.config.imports.Importer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A first devsync.yaml, and what is to be said about it.
///
/// @param text the file
/// @param detected what was found, a line each
/// @param imported what became of another tool's file, a line each
/// @param lint mistakes in that file, a sentence each
/// @param checks what somebody should look at, a sentence each
/// @param doubts those of them that are about where the files go and what runs there; without any, the text
///     can be used as it is
public record Starter(
        String text,
        List<String> detected,
        List<String> imported,
        List<String> lint,
        List<String> checks,
        List<String> doubts) {

    /// Looks at a folder and writes what suits it.
    ///
    /// @throws ConfigException if another tool's file is there and cannot be understood
    /// @throws IOException if a file that is there cannot be read
    public static Starter of(Path folder) throws ConfigException, IOException {
        Detection detection = Detection.of(folder);
        ContainerPlace place = ContainerPlace.of(folder);
        Optional<Imported> imported = Importer.importFrom(folder);
        List<String> checks = new ArrayList<>();
        checks.addAll(place.checks());
        if (imported.isEmpty()) {
            checks.addAll(detection.checks());
        }
        String text = new StarterText(detection, place, imported, checks).text();
        return new Starter(
                text,
                detected(detection, place),
                imported.map(Starter::imported).orElse(List.of()),
                imported.map(Imported::lint).orElse(List.of()),
                checks,
                doubts(place));
    }

    private static List<String> doubts(ContainerPlace place) {
        List<String> doubts = new ArrayList<>(place.checks());
        if (place.target().sureness() == Proposal.Sureness.GUESSED) {
            doubts.add("No file says which folder of the container the code belongs in.");
        }
        return doubts;
    }

    private static List<String> detected(Detection detection, ContainerPlace place) {
        List<String> lines = new ArrayList<>();
        detection.evidence().forEach(each -> lines.add(each.file() + ": " + each.says()));
        place.compose().ifPresent(file -> lines.add("%s: the service %s".formatted(file, place.service())));
        lines.add(
                "target %s: %s".formatted(place.target().value(), place.target().why()));
        return lines;
    }

    private static List<String> imported(Imported imported) {
        return imported.keys().stream().map(key -> line(imported, key)).toList();
    }

    private static String line(Imported imported, ImportedKey key) {
        String fate = switch (key.fate()) {
            case MAPPED -> "→ ";
            case MEANINGLESS -> "not needed: ";
            case MISSING -> "left out: ";
            case UNKNOWN -> "not known: ";
        };
        return "%s: %s %s%s".formatted(imported.file(), key.key(), fate, key.says());
    }
}
