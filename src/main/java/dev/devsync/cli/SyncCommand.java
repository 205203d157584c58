package dev.devsync.cli;

import dev.devsync.config.Project;
import dev.devsync.session.OneShot;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "sync",
        description = "Brings the containers up to date once, then ends.",
        footer = {
            "",
            "Those that run, and those that were made and never started: their app then starts with its files.",
            "Exit codes: 0 in sync, 1 some files could not be synced, 2 configuration, 3 no engine or container,",
            "5 halted: the source is empty, or lost more files than max_delete allows (--yes goes ahead).",
            "",
            "Examples:",
            "  devsync sync",
            "  devsync sync api && docker compose exec api make test",
            "  docker compose up --no-start && devsync sync && docker compose start"
        })
final class SyncCommand implements Callable<Integer> {

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
        OneShot.Outcome outcome =
                new OneShot(common.engines(), project.toolbox(), common.reporter()).run(services.of(project));
        ExitCode code = switch (outcome) {
            case IN_SYNC -> ExitCode.DONE;
            case INCOMPLETE -> ExitCode.FAILED;
            case HALTED -> ExitCode.HALTED;
            case UNREACHABLE -> ExitCode.UNREACHABLE;
        };
        return code.number();
    }
}
