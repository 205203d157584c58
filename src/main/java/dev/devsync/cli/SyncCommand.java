package dev.devsync.cli;

import dev.devsync.config.DeletionLimit;
import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.session.OneShot;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sync",
        description = "Brings the running containers up to date once, then ends.",
        footer = {
            "",
            "Exit codes: 0 in sync, 1 some files could not be synced, 2 configuration, 3 no engine or container,",
            "5 halted: the source is empty, or lost more files than max_delete allows (--yes goes ahead).",
            "",
            "Examples:",
            "  devsync sync",
            "  devsync sync api && docker compose exec api make test"
        })
final class SyncCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    @Parameters(paramLabel = "SERVICE", description = "Which services. Default: all.")
    private List<String> services = List.of();

    @Option(
            names = {"-y", "--yes"},
            description = "Delete without a question, however much.")
    private boolean yes;

    SyncCommand(Common common) {
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
        OneShot.Outcome outcome =
                new OneShot(common.engines(), project.toolbox(), common.reporter()).run(chosen(project));
        ExitCode code = switch (outcome) {
            case IN_SYNC -> ExitCode.DONE;
            case INCOMPLETE -> ExitCode.FAILED;
            case HALTED -> ExitCode.HALTED;
            case UNREACHABLE -> ExitCode.UNREACHABLE;
        };
        return code.number();
    }
}
