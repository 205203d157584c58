package dev.devsync.cli;

import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.report.Event;
import dev.devsync.session.ControlAddress;
import dev.devsync.session.ControlClient;
import dev.devsync.session.OneShot;
import dev.devsync.session.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "sync",
        description = "Brings the containers up to date once, then ends.",
        footer = {
            "",
            "Those that run, and those that were made and never started: their app then starts with its files.",
            "Where a `devsync up` of this project runs, waits until that has brought everything.",
            "Exit codes: 0 in sync, 1 some files could not be synced, 2 configuration, 3 no engine or container,",
            "5 halted: the source is empty, or lost more files than max_delete allows (--yes goes ahead).",
            "",
            "Examples:",
            "  devsync sync",
            "  devsync sync api && docker compose exec api make test",
            "  docker compose up --no-start && devsync sync && docker compose start"
        })
final class SyncCommand implements Callable<Integer> {

    /// How long a running `up` gets.
    private static final Duration BY_UP = Duration.ofMinutes(1);

    @Mixin
    private final Common common;

    @Mixin
    private final ServicesToSync services = new ServicesToSync();

    SyncCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws Exception {
        Project project = common.project(services.names());
        List<Service> chosen = services.of(project);
        Path socket = ControlAddress.of(project.file(), common.surroundings().environment());
        Optional<Standing> running = ControlClient.awaitInSync(socket, services.names(), BY_UP);
        return running.isPresent() ? told(running.get(), project) : synced(project, chosen);
    }

    /// A second devsync would take the targets over from the first.
    private int told(Standing standing, Project project) throws Failure {
        String up = "the `devsync up` that runs for " + project.file();
        return switch (standing) {
            case Standing.InSync() -> {
                common.reporter().on(new Event.Note("sync", up + " has brought everything"));
                yield ExitCode.DONE.number();
            }
            case Standing.Halted(String why) ->
                throw new Failure(
                        ExitCode.HALTED, up + " is halted: " + why, "Put the files back, or type `devsync resume`.");
            case Standing.Late(String why) ->
                throw new Failure(
                        ExitCode.FAILED,
                        up + " has not brought everything within " + BY_UP.toSeconds() + " s: " + why,
                        "`devsync status` says how it stands.");
        };
    }

    private int synced(Project project, List<Service> chosen) throws Exception {
        OneShot.Outcome outcome = new OneShot(common.engines(), project.toolbox(), common.reporter()).run(chosen);
        ExitCode code = switch (outcome) {
            case IN_SYNC -> ExitCode.DONE;
            case INCOMPLETE -> ExitCode.FAILED;
            case HALTED -> ExitCode.HALTED;
            case UNREACHABLE -> ExitCode.UNREACHABLE;
        };
        return code.number();
    }
}
