package dev.devsync.cli;

import dev.devsync.config.ConfigFile;
import dev.devsync.report.Check;
import dev.devsync.session.Examination;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description = "Looks at everything that a sync depends on, and says what to do about what is wrong.",
        footer = {
            "",
            "Looks at the engine; with a devsync.yaml also at its sources, containers and the system's watch limits.",
            "Changes nothing. Exit codes: 0 nothing is wrong, 1 something will not work."
        })
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    DoctorCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws Exception {
        boolean configured = common.file != null
                || ConfigFile.find(common.surroundings().folder()).isPresent();
        List<Check> checks = new Examination(common.engines()).run(configured ? common.project() : null);
        common.documents().checks(checks);
        if (!configured && !common.json) {
            common.surroundings().out().println("There is no devsync.yaml here, so only the engine was looked at.");
        }
        boolean failed = checks.stream().anyMatch(check -> check.result() == Check.Result.FAILED);
        return (failed ? ExitCode.FAILED : ExitCode.DONE).number();
    }
}
