package dev.devsync.cli;

import dev.devsync.config.DeletionLimit;
import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.session.ControlAddress;
import dev.devsync.session.ControlServer;
import dev.devsync.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "up",
        description = "Watches the sources and keeps the running containers equal to them, until Ctrl-C.",
        footer = {
            "",
            "Containers that are not there yet are waited for; when one comes, restarts or is recreated,",
            "it catches up by itself.",
            "",
            "Examples:",
            "  devsync up            all services of devsync.yaml",
            "  devsync up api web    only these",
            "  devsync up --json     one event a line, for programs"
        })
final class UpCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    @Parameters(paramLabel = "SERVICE", description = "Which services. Default: all.")
    private List<String> services = List.of();

    @Option(
            names = {"-y", "--yes"},
            description = "Delete without a question, however much.")
    private boolean yes;

    UpCommand(Common common) {
        this.common = common;
    }

    private List<Service> chosen(Project project) throws Failure {
        List<Service> chosen = Common.chosen(project, services);
        return yes
                ? chosen.stream()
                        .map(service -> service.with(DeletionLimit.NONE))
                        .toList()
                : chosen;
    }

    @Override
    public Integer call() throws Exception {
        Project project = common.project();
        Reporter reporter = common.reporter();
        Session session = Session.open(project, chosen(project), common.engines(), reporter);
        try (session;
                AutoCloseable control = control(project, session, reporter)) {
            // Ctrl-C and TERM end the process through this: agents and sockets are cleaned up, then Java exits.
            Thread cleaner = new Thread(() -> end(session, control), "devsync-shutdown");
            Runtime.getRuntime().addShutdownHook(cleaner);
            session.awaitFenced();
            Runtime.getRuntime().removeShutdownHook(cleaner);
        }
        throw new Failure(ExitCode.FAILED, "stopped: another devsync has taken over", "");
    }

    /// Lets `devsync status` ask. Syncing does not depend on it.
    private AutoCloseable control(Project project, Session session, Reporter reporter) {
        try {
            Path socket =
                    ControlAddress.of(project.file(), common.surroundings().environment());
            return ControlServer.open(socket, session::status, session::resume);
        } catch (IOException e) {
            reporter.on(new Event.Note("status", "`devsync status` will not find this one: " + e.getMessage()));
            return () -> {};
        }
    }

    private void end(Session session, AutoCloseable control) {
        if (!common.json) {
            common.surroundings().err().println("stopping");
        }
        session.close();
        try {
            control.close();
        } catch (Exception e) {
            common.reporter().on(new Event.Note("status", "its socket stays behind: " + e.getMessage()));
        }
    }
}
