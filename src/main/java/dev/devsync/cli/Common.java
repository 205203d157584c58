package dev.devsync.cli;

import dev.devsync.config.ConfigException;
import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.config.ProjectName;
import dev.devsync.config.Service;
import dev.devsync.config.compose.ComposeFiles;
import dev.devsync.config.compose.ComposeProject;
import dev.devsync.config.starter.Starter;
import dev.devsync.report.ConsoleReporter;
import dev.devsync.report.Documents;
import dev.devsync.report.JsonDocuments;
import dev.devsync.report.JsonReporter;
import dev.devsync.report.Reporter;
import dev.devsync.report.TextDocuments;
import dev.devsync.session.EngineConnection;
import dev.devsync.session.Session;
import dev.devsync.tree.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options that all commands have, and what follows from them.
final class Common {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = {
                "The configuration file, or a compose file. Default: devsync.yaml here or in the nearest",
                "folder above, else the compose file that Compose would take."
            })
    @Nullable
    Path file;

    @Option(
            names = {"-p", "--project-name"},
            paramLabel = "NAME",
            description = {
                "The Compose project whose containers are meant, as in docker compose -p. Default:",
                "COMPOSE_PROJECT_NAME, else `name:` in the file, else the folder's name."
            })
    @Nullable
    String projectName;

    @Option(names = "--json", description = "Write JSON for programs: one event, or one document.")
    boolean json;

    @Option(names = Logging.OPTION, description = "Say more, and show where in the program an error happened.")
    boolean verbose;

    private final Surroundings surroundings;
    private @Nullable EngineConnection engines;

    Common(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Project project() throws ConfigException, Failure, IOException, InterruptedException {
        return project(List.of());
    }

    /// The project with services that are asked for by name: in a compose file that makes their profiles active.
    Project project(Collection<String> named) throws ConfigException, Failure, IOException, InterruptedException {
        return project(
                named, json ? sentence -> {} : sentence -> surroundings.err().println(sentence));
    }

    /// The same.
    ///
    /// @param notes told what somebody should know who reads it for the first time
    Project project(Collection<String> named, Consumer<String> notes)
            throws ConfigException, Failure, IOException, InterruptedException {
        Map<String, String> environment = projectEnvironment();
        // A compose file takes its variables, and with them the project's name, when it is found.
        return switch (configuration(surroundings.with(environment))) {
            case Configuration.Devsync(Path devsync) -> ConfigFile.read(devsync, environment);
            case Configuration.Compose(ComposeFiles compose) -> {
                ComposeProject read = ComposeProject.read(compose, named, environment, surroundings.home());
                read.notes().forEach(note -> notes.accept("note: " + Text.printable(note)));
                yield read.project();
            }
            case Configuration.OfAnotherTool(String name, Path devsync, Starter starter) -> {
                notes.accept("no devsync.yaml: using " + name + " as it is; `devsync init` writes down"
                        + " what is made of it");
                starter.lint().forEach(sentence -> notes.accept("  " + sentence));
                yield ConfigFile.readText(devsync, starter.text(), environment).drawnFrom(devsync.resolveSibling(name));
            }
            case Configuration.Unclear unclear -> throw unclear(unclear);
        };
    }

    /// The environment, with the name of the Compose project that devsync's own container belongs to: `name:`
    /// in a file and the folder's name say nothing about that, and a sidecar must not follow somebody else's
    /// containers.
    private Map<String, String> projectEnvironment() throws Failure {
        if (projectName != null && !ProjectName.isValid(projectName)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--project-name is `%s`, which Compose takes for no project's name".formatted(projectName),
                    ProjectName.RULE);
        }
        Map<String, String> environment = environment();
        if (!environment.getOrDefault(ProjectName.VARIABLE, "").isEmpty()) {
            return environment;
        }
        Map<String, String> more = new HashMap<>(environment);
        connection().ownProject().ifPresent(project -> more.put(ProjectName.VARIABLE, project));
        return more;
    }

    /// The environment with what options say in its place.
    private Map<String, String> environment() {
        if (projectName == null) {
            return surroundings.environment();
        }
        Map<String, String> more = new HashMap<>(surroundings.environment());
        more.put(ProjectName.VARIABLE, projectName);
        return more;
    }

    /// The file that other commands know this project by.
    Path configFile() throws ConfigException, Failure, IOException {
        return switch (configuration(surroundings)) {
            case Configuration.Devsync(Path devsync) -> devsync;
            case Configuration.Compose(ComposeFiles compose) -> compose.first();
            case Configuration.OfAnotherTool(String _, Path devsync, Starter _) -> devsync;
            case Configuration.Unclear unclear -> throw unclear(unclear);
        };
    }

    private Configuration configuration(Surroundings surroundings) throws ConfigException, Failure, IOException {
        return Configuration.find(surroundings, file)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        missing(),
                        "`devsync init` writes one for this project. Or name one with --file, or try `devsync demo`"
                                + " first."));
    }

    private String missing() {
        return "there is no devsync.yaml in " + surroundings.folder() + " or above, and no compose file";
    }

    private Failure unclear(Configuration.Unclear other) {
        return new Failure(
                ExitCode.USAGE,
                missing() + " that says what to sync, but there is " + other.name() + ", which does not say all: "
                        + other.doubt(),
                "`devsync init` turns it into a devsync.yaml, and says what to check.");
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
        return connection();
    }

    /// Made when the options are known.
    private synchronized EngineConnection connection() {
        EngineConnection made = engines;
        if (made == null) {
            made = new EngineConnection(environment(), surroundings.home());
            engines = made;
        }
        return made;
    }
}
