package dev.devsync.cli;

import dev.devsync.config.ConfigException;
import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.config.imports.Importer;
import dev.devsync.config.starter.Starter;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options that all commands have, and what follows from them.
final class Common {

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

    /// What another tool's file was made into, where there is no devsync.yaml; null if there is one.
    private @Nullable Starter taken;

    private final Surroundings surroundings;
    private final Session.EngineOpener engines;

    Common(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.engines = new EngineConnection(surroundings.environment(), surroundings.home());
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Project project() throws ConfigException, Failure, IOException {
        Path config = configFile();
        return taken == null
                ? ConfigFile.read(config, surroundings.environment())
                : ConfigFile.readText(config, taken.text(), surroundings.environment());
    }

    /// Says that another tool's file is used, if it is.
    void sayWhatIsUsed() throws IOException {
        Starter used = taken;
        if (used != null) {
            surroundings
                    .err()
                    .println("no devsync.yaml: using "
                            + Importer.fileIn(surroundings.folder()).orElseThrow()
                            + " as it is; `devsync init` writes down what is made of it");
            used.lint().forEach(sentence -> surroundings.err().println("  " + sentence));
        }
    }

    Path configFile() throws ConfigException, Failure, IOException {
        if (file != null) {
            return surroundings.folder().resolve(file);
        }
        Optional<Path> found = ConfigFile.find(surroundings.folder());
        return found.isPresent() ? found.get() : ofAnotherTool();
    }

    /// Where the file would be that another tool's is as good as.
    ///
    /// @throws Failure if there is none, or it leaves a question open
    private Path ofAnotherTool() throws ConfigException, Failure, IOException {
        String missing = "there is no devsync.yaml in " + surroundings.folder() + " or above";
        Optional<String> other = Importer.fileIn(surroundings.folder());
        if (other.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    missing,
                    "`devsync init` writes one for this project. Or name one with --file, or try `devsync demo` first.");
        }
        Starter starter = Starter.of(surroundings.folder());
        if (!starter.doubts().isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    missing + ", but there is " + other.get() + ", which does not say all: "
                            + starter.doubts().getFirst(),
                    "`devsync init` turns it into a devsync.yaml, and says what to check.");
        }
        taken = starter;
        return surroundings.folder().toAbsolutePath().normalize().resolve("devsync.yaml");
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
