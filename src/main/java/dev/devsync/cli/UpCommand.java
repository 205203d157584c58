package dev.devsync.cli;

import dev.devsync.config.Location;
import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.report.ConsoleReporter;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.session.ConfigurationWatch;
import dev.devsync.session.ControlAddress;
import dev.devsync.session.ControlServer;
import dev.devsync.session.Histories;
import dev.devsync.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Watches the sources and keeps the running containers equal to them, until Ctrl-C.",
        footer = {
            "",
            "Containers that are not there yet are waited for; when one comes, restarts or is recreated,",
            "it catches up by itself.",
            "",
            "Examples:",
            "  devsync up            all services of devsync.yaml, or with develop.watch in the compose file",
            "  devsync up api web    only these",
            "  devsync up --json     one event a line, for programs",
            "  devsync up --compose  make the containers, fill them, start them, then sync"
        })
final class UpCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    @Mixin
    private final ServicesToSync services = new ServicesToSync();

    @Mixin
    private final ComposeOptions compose = new ComposeOptions();

    @Option(names = "--explain", description = "Show what is decided for each change, and why.")
    private boolean explain;

    @Option(
            names = "--keep-running",
            description = "Leave the apps running in the containers at the end; the next `up` attaches to them.")
    private boolean keepRunning;

    @Option(names = "--no-keys", description = "Do not listen to single keys at the terminal.")
    private boolean noKeys;

    UpCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws Exception {
        Project project = common.project(services.names());
        List<Service> chosen = services.of(project);
        if (keepRunning) {
            refuseToKeepLocalApps(chosen);
        }
        Surroundings surroundings = common.surroundings();
        Reporter reporter = new HeapAtRest(
                common.reporter(explain ? ConsoleReporter.Explain.PLANS : ConsoleReporter.Explain.NOTHING));
        compose.create(common, project, services.names(), chosen, reporter);
        Session session = Session.begin(
                project,
                chosen,
                Histories.fileOf(project.file(), surroundings.environment(), surroundings.home()),
                common.engines(),
                reporter);
        KeyActions actions = new KeyActions(common, project, session, chosen);
        try (session;
                ConfigurationWatch configuration = new ConfigurationWatch(
                        project, services.names(), () -> common.project(services.names(), note -> {}), reporter);
                AutoCloseable control = control(project, session, reporter);
                AutoCloseable keys = keys(actions)) {
            // Ctrl-C and TERM end the process through this: apps, agents and sockets are cleaned up, then Java exits.
            Thread cleaner = new Thread(() -> end(session, configuration, control, keys), "devsync-shutdown");
            Runtime.getRuntime().addShutdownHook(cleaner);
            SecondInterrupt.install(
                    () -> System.exit(ExitCode.INTERRUPTED.number()), () -> close(keys, "the terminal's settings"));
            if (session.awaitScanned()) { // else Ctrl-C came, and Java ends meanwhile
                if (keys instanceof Keys) {
                    actions.help();
                }
                startCompose(reporter, cleaner);
            }
            session.awaitFenced();
            Runtime.getRuntime().removeShutdownHook(cleaner);
        }
        throw new Failure(ExitCode.FAILED, "stopped: another devsync has taken over", "");
    }

    private void startCompose(Reporter reporter, Thread cleaner) throws Exception {
        try {
            compose.start(services.names(), reporter);
        } catch (Failure e) {
            Runtime.getRuntime().removeShutdownHook(cleaner);
            throw e;
        }
    }

    private static void refuseToKeepLocalApps(List<Service> chosen) throws Failure {
        List<String> local = chosen.stream()
                .filter(service -> service.location() instanceof Location.LocalFolder)
                .filter(service -> service.reactions().run() != null)
                .map(Service::name)
                .toList();
        if (!local.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--keep-running cannot keep the app of " + String.join(" and ", local)
                            + ": it runs on this machine, and nobody would read its output when devsync is gone",
                    "Leave --keep-running out, or name the other services: devsync up --keep-running SERVICE.");
        }
    }

    /// Lets `devsync status` and others ask. Syncing does not depend on it.
    private AutoCloseable control(Project project, Session session, Reporter reporter) {
        try {
            Path socket =
                    ControlAddress.of(project.file(), common.surroundings().environment());
            return ControlServer.open(socket, session);
        } catch (IOException e) {
            reporter.on(new Event.Note("status", "`devsync status` will not find this one: " + e.getMessage()));
            return () -> {};
        }
    }

    private AutoCloseable keys(KeyActions actions) {
        return common.json || noKeys ? () -> {} : Keys.listen(System.in, actions.byKey());
    }

    private void end(Session session, AutoCloseable configuration, AutoCloseable control, AutoCloseable keys) {
        close(configuration, "the configuration's watch");
        close(keys, "the terminal's settings");
        if (!common.json) {
            common.surroundings().err().println("stopping; Ctrl-C again forces");
        }
        if (keepRunning) {
            session.keepRunning();
        }
        session.close();
        compose.end(common.reporter());
        close(control, "the socket of `devsync status`");
    }

    private void close(AutoCloseable what, String name) {
        try {
            what.close();
        } catch (Exception e) {
            common.reporter().on(new Event.Note(name, "could not be put back: " + e.getMessage()));
        }
    }
}
