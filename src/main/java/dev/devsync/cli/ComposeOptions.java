package dev.devsync.cli;

import dev.devsync.config.Location;
import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.config.compose.ComposeFiles;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.session.ComposeRun;
import dev.devsync.session.OneShot;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `devsync up --compose`: Compose makes the containers, devsync fills them, Compose starts them.
final class ComposeOptions {

    @Option(
            names = "--compose",
            description = "Run `docker compose up` too. Containers are filled before they start for the first time.")
    private boolean compose;

    @Option(names = "--down", description = "With --compose: run `docker compose down` at the end.")
    private boolean down;

    private @Nullable ComposeRun run;

    /// Has containers made and fills them, if that is wanted.
    ///
    /// @param names services that were asked for; all if empty
    /// @param chosen the services that are synced
    void create(Common common, Project project, List<String> names, List<Service> chosen, Reporter reporter)
            throws Exception {
        if (!compose) {
            if (down) {
                throw new Failure(ExitCode.USAGE, "--down is for what --compose has started", "Say --compose --down.");
            }
            return;
        }
        ComposeRun made = new ComposeRun(
                project.folder(),
                project.name(),
                common.file != null && ComposeFiles.isOne(project.file()) ? project.file() : null,
                reporter);
        run = made;
        Thread interrupted = new Thread(made::close, "devsync-compose-shutdown");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            made.create(names);
        } catch (ComposeRun.FailedException e) {
            throw failure(e);
        }
        List<Service> ofCompose = chosen.stream()
                .filter(service -> service.location() instanceof Location.ComposeService)
                .toList();
        // What could not be synced was told, and the session goes on trying.
        OneShot.beforeStart(common.engines(), project.toolbox(), reporter).run(ofCompose);
        Runtime.getRuntime().removeShutdownHook(interrupted);
    }

    /// Starts what was made. The session is open by then: what depends on a synced service may wait for its app.
    void start(List<String> names, Reporter reporter) throws Failure, InterruptedException {
        if (run == null) {
            return;
        }
        try {
            run.start(names);
        } catch (ComposeRun.FailedException e) {
            if (!run.isEnding()) {
                end(reporter);
                throw failure(e);
            }
        }
    }

    /// Ends what runs of Compose, and takes the containers down if that is wanted.
    void end(Reporter reporter) {
        if (run == null) {
            return;
        }
        try {
            run.end(down ? ComposeRun.End.DOWN : ComposeRun.End.LEAVE);
        } catch (ComposeRun.FailedException e) {
            reporter.on(new Event.Trouble("compose", String.valueOf(e.getMessage()), ""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Failure failure(ComposeRun.FailedException e) {
        return new Failure(ExitCode.FAILED, String.valueOf(e.getMessage()), "What Compose said about it is above.");
    }
}
