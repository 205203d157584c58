package dev.devsync.cli;

import dev.devsync.config.ConfigException;
import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.config.imports.Importer;
import dev.devsync.report.ConsoleReporter;
import dev.devsync.report.Documents;
import dev.devsync.report.JsonDocuments;
import dev.devsync.report.JsonReporter;
import dev.devsync.report.Reporter;
import dev.devsync.report.TextDocuments;
import dev.devsync.session.EngineConnection;
import dev.devsync.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options that all commands have, and what follows from them.
final class Common {

    private static final String PROJECT_NAME = "COMPOSE_PROJECT_NAME";

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The configuration file. Default: devsync.yaml here or in the nearest folder above.")
    @Nullable
    Path file;

    @Option(names = "--json", description = "Write JSON for programs: one event, or one document.")
    boolean json;

    @Option(names = "--verbose", description = "Say more, and show where in the program an error happened.")
    boolean verbose;

    private final Surroundings surroundings;
    private final EngineConnection engines;

    Common(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.engines = new EngineConnection(surroundings.environment(), surroundings.home());
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Project project() throws ConfigException, Failure, IOException {
        return ConfigFile.read(configFile(), projectEnvironment());
    }

    /// The environment, with the name of the Compose project that devsync's own container belongs to: `name:` in a file
    /// and the folder's name say nothing about that, and a sidecar must not follow somebody else's containers.
    private Map<String, String> projectEnvironment() {
        Map<String, String> environment = surroundings.environment();
        if (!environment.getOrDefault(PROJECT_NAME, "").isEmpty()) {
            return environment;
        }
        Map<String, String> more = new HashMap<>(environment);
        engines.ownProject().ifPresent(project -> more.put(PROJECT_NAME, project));
        return more;
    }

    Path configFile() throws ConfigException, Failure, IOException {
        if (file != null) {
            return surroundings.folder().resolve(file);
        }
        Optional<Path> found = ConfigFile.find(surroundings.folder());
        if (found.isEmpty()) {
            throw noFile();
        }
        return found.get();
    }

    private Failure noFile() throws IOException {
        String missing = "there is no devsync.yaml in " + surroundings.folder() + " or above";
        Optional<String> other = Importer.fileIn(surroundings.folder());
        return other.isPresent()
                ? new Failure(
                        ExitCode.USAGE,
                        missing + ", but there is " + other.get(),
                        "`devsync init` turns it into a devsync.yaml, and says which service or container it takes and"
                                + " what to check.")
                : new Failure(
                        ExitCode.USAGE,
                        missing,
                        "`devsync init` writes one for this project. Or name one with --file, or try `devsync demo`"
                                + " first.");
    }

    /// The chosen services, all if none is named.
    static List<Service> chosen(Project project, List<String> names) throws Failure {
        List<Service> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(project.services().stream()
                    .filter(service -> service.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new Failure(
                            ExitCode.USAGE,
                            "there is no service " + name + " in " + project.file(),
                            "It has: "
                                    + String.join(
                                            ", ",
                                            project.services().stream()
                                                    .map(Service::name)
                                                    .toList()))));
        }
        return chosen.isEmpty() ? project.services() : chosen;
    }

    Reporter reporter() {
        return reporter(ConsoleReporter.Explain.NOTHING);
    }

    Reporter reporter(ConsoleReporter.Explain explain) {
        return json
                ? new JsonReporter(surroundings.out(), InstantSource.system())
                : new ConsoleReporter(
                        surroundings.out(), surroundings.err(), surroundings.style(), InstantSource.system(), explain);
    }

    Documents documents() {
        return json
                ? new JsonDocuments(surroundings.out())
                : new TextDocuments(surroundings.out(), surroundings.style(), InstantSource.system());
    }

    Session.EngineOpener engines() {
        return engines;
    }
}
