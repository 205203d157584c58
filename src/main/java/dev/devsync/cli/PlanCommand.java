package dev.devsync.cli;

import dev.devsync.config.Project;
import dev.devsync.report.PlanSummary;
import dev.devsync.session.Histories;
import dev.devsync.session.Planning;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        description = "Says what would follow if files were saved, and why. Does nothing.",
        footer = {
            "",
            "The rungs, cheapest first: none, reload, signal, restart, build, container-restart, rebuild.",
            "",
            "Examples:",
            "  devsync plan src/main.go templates/index.html",
            "  devsync plan --history     how the rungs went so far: count, successes, median time"
        })
final class PlanCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    @Parameters(paramLabel = "PATH", description = "Files on the host; they need not exist.")
    private List<Path> paths = List.of();

    @Option(names = "--history", description = "Show how reactions went so far.")
    private boolean history;

    PlanCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws Exception {
        Project project = common.project();
        Surroundings surroundings = common.surroundings();
        Planning planning =
                new Planning(Histories.fileOf(project.file(), surroundings.environment(), surroundings.home()));
        if (history) {
            common.documents().histories(planning.histories());
            return ExitCode.DONE.number();
        }
        if (paths.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "no path is given", "As in: devsync plan src/main.go");
        }
        List<Path> files = paths.stream()
                .map(path -> surroundings.folder().resolve(path).normalize())
                .toList();
        List<PlanSummary> plans = planning.plan(project.services(), files);
        if (plans.isEmpty()) {
            throw new Failure(
                    ExitCode.FAILED,
                    "none of these files is in a source of " + project.file(),
                    "Its sources: "
                            + String.join(
                                    ", ",
                                    project.services().stream()
                                            .flatMap(service -> service.syncs().stream())
                                            .map(sync -> sync.path().toString())
                                            .distinct()
                                            .toList()));
        }
        common.documents().plans(plans);
        return ExitCode.DONE.number();
    }
}
