package dev.devsync.config.compose;

import dev.devsync.config.ConfigException;
import dev.devsync.config.DotenvFile;
import dev.devsync.config.Problems;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The files of a Compose project and the variables in force, found as Compose finds them.
///
/// @param start where the search began, absolute: where Compose is run to find the same
/// @param folder the project's folder: that of the first file
/// @param files merged in this order, absolute
/// @param named whether the files were given, and not found by their usual names
/// @param variables the environment, and beneath it what `.env` says
public record ComposeFiles(Path start, Path folder, List<Path> files, boolean named, Map<String, String> variables) {

    private static final Pattern COMPOSE_KEY =
            Pattern.compile("^ +(?:image|ports|volumes|networks|develop): *(?:$|\\S)", Pattern.MULTILINE);

    private static final List<String> NAMES =
            List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");

    private static final List<String> OVERRIDES = List.of(
            "compose.override.yml",
            "compose.override.yaml",
            "docker-compose.override.yml",
            "docker-compose.override.yaml");

    private static final Set<String> TRUE = Set.of("1", "true", "TRUE", "True", "t", "T");

    public ComposeFiles {
        files = List.copyOf(files);
        variables = Map.copyOf(variables);
    }

    /// The first file.
    public Path first() {
        return files.getFirst();
    }

    /// Whether the files seem to say what to sync; what they really say is found out when they are read. A file that
    /// cannot be read counts: the reader says what is wrong with it.
    public boolean speaksOfSyncing() {
        return files.stream().anyMatch(file -> {
            try {
                String text = Files.readString(file);
                return text.contains("x-devsync") || text.contains("watch:") || text.contains("include:");
            } catch (IOException _) {
                return true;
            }
        });
    }

    /// Whether a file is a compose file, by its name or, where that says nothing, by keys that a devsync.yaml
    /// has not.
    public static boolean isOne(Path file) {
        String name = Objects.toString(file.getFileName(), "");
        if (name.matches("(docker-)?compose([.-].*)?\\.ya?ml")) {
            return true;
        }
        try {
            return !name.matches("\\.?devsync\\.ya?ml")
                    && COMPOSE_KEY.matcher(Files.readString(file)).find();
        } catch (IOException _) {
            return false; // whoever reads it next says why it cannot be
        }
    }

    /// Finds the project of a folder: what `COMPOSE_FILE` names, else the files of the usual names there or in the
    /// nearest folder above.
    ///
    /// @throws ConfigException if a file of variables cannot be read, or `COMPOSE_FILE` names what is not there
    public static Optional<ComposeFiles> find(Path startFolder, Map<String, String> environment)
            throws ConfigException {
        Path start = startFolder.toAbsolutePath().normalize();
        Map<String, String> here = variables(start, environment);
        String said = here.getOrDefault("COMPOSE_FILE", "");
        if (!said.isEmpty()) {
            String separator = here.getOrDefault("COMPOSE_PATH_SEPARATOR", File.pathSeparator);
            List<Path> files = new ArrayList<>();
            for (String name : said.split(Pattern.quote(separator), -1)) {
                files.add(there(start.resolve(name).normalize(), name));
            }
            return Optional.of(of(start, files, true, here));
        }
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Optional<Path> first = first(folder, NAMES);
            if (first.isPresent()) {
                List<Path> files = new ArrayList<>(List.of(first.get()));
                first(folder, OVERRIDES).ifPresent(files::add);
                return Optional.of(of(start, files, false, here));
            }
        }
        return Optional.empty();
    }

    /// The project of one file, without any override.
    ///
    /// @throws ConfigException if it is not there, or a file of variables cannot be read
    public static ComposeFiles ofFile(Path startFolder, Path file, Map<String, String> environment)
            throws ConfigException {
        Path start = startFolder.toAbsolutePath().normalize();
        Path absolute = start.resolve(file).normalize();
        return of(start, List.of(there(absolute, file.toString())), true, variables(start, environment));
    }

    private static ComposeFiles of(Path start, List<Path> files, boolean named, Map<String, String> here)
            throws ConfigException {
        Path folder = Objects.requireNonNull(files.getFirst().getParent());
        return new ComposeFiles(start, folder, files, named, folder.equals(start) ? here : variables(folder, here));
    }

    /// All files that the project depends on: those that were read, those of variables, and those that would count as
    /// soon as they are there.
    ///
    /// @param read further ones that were read
    Set<Path> sources(Set<Path> read) {
        Set<Path> sources = new TreeSet<>(files);
        sources.addAll(read);
        for (Path each : List.of(start, folder)) {
            variableFiles(each, variables).forEach(sources::add);
        }
        if (!named) {
            OVERRIDES.stream().map(folder::resolve).forEach(sources::add);
        }
        return sources;
    }

    private static Optional<Path> first(Path folder, List<String> names) {
        return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
    }

    private static Path there(Path file, String written) throws ConfigException {
        if (!Files.isRegularFile(file)) {
            Problems problems = new Problems(file);
            problems.inWholeFile(
                    written.equals("-") ? "COMPOSE_FILE is `-`, which cannot be read here" : "there is no such file",
                    "correct the path, or unset COMPOSE_FILE");
            throw problems.exception();
        }
        return file;
    }

    /// The variables with what the folder's `.env` says beneath them, or the files of `COMPOSE_ENV_FILES` in
    /// its place.
    private static Map<String, String> variables(Path folder, Map<String, String> environment) throws ConfigException {
        Map<String, String> variables = new HashMap<>();
        for (Path file : variableFiles(folder, environment)) {
            if (Files.isRegularFile(file)) {
                Problems problems = new Problems(file);
                variables.putAll(new DotenvFile(environment, problems).read(file));
                if (!problems.isEmpty()) {
                    throw problems.exception();
                }
            }
        }
        variables.putAll(environment);
        return variables;
    }

    private static List<Path> variableFiles(Path folder, Map<String, String> environment) {
        if (TRUE.contains(environment.getOrDefault("COMPOSE_DISABLE_ENV_FILE", ""))) {
            return List.of();
        }
        String said = environment.getOrDefault("COMPOSE_ENV_FILES", "");
        List<String> names = said.isEmpty() ? List.of(".env") : Arrays.asList(said.split(",", -1));
        return names.stream().map(folder::resolve).toList();
    }
}
