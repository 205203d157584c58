package dev.devsync.config.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of a folder, as far as a project is known by them.
final class ProjectFiles {

    /// No file that says what a project is comes near this; the rest of a longer one is not looked at.
    private static final int MOST_BYTES = 1 << 20;

    private final Path folder;

    ProjectFiles(Path folder) {
        this.folder = folder;
    }

    /// The folder's own name; empty for the root.
    String name() {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "" : name.toString();
    }

    boolean has(String path) {
        return Files.exists(folder.resolve(path));
    }

    boolean hasFolder(String path) {
        return Files.isDirectory(folder.resolve(path));
    }

    /// The first of these that is there.
    Optional<String> first(String... paths) {
        return Arrays.stream(paths).filter(this::has).findFirst();
    }

    /// Those of these that are there.
    List<String> those(String... paths) {
        return Arrays.stream(paths).filter(this::has).toList();
    }

    /// The text of a file; empty if there is no such file.
    String text(String path) throws IOException {
        Path file = folder.resolve(path);
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), UTF_8);
        }
    }

    /// What a pattern's first group matches in a file; empty if it matches nothing or there is no such file.
    Optional<String> match(String path, Pattern pattern) throws IOException {
        Matcher matcher = pattern.matcher(text(path));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /// A file as JSON; a missing node if there is none or it is broken, which its own tools say better.
    JsonNode json(String path) throws IOException {
        try {
            return new ObjectMapper().readTree(text(path));
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }

    /// The names in a folder that match a glob, sorted; none if there is no such folder.
    List<String> names(String path, String glob) throws IOException {
        Path parent = folder.resolve(path);
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, glob)) {
                for (Path each : found) {
                    names.add(each.getFileName().toString());
                }
            }
        }
        Collections.sort(names);
        return names;
    }
}
