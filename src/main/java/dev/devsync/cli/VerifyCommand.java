package dev.devsync.cli;

import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.report.Verdict;
import dev.devsync.session.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = "Compares the content of every file on the host and in the containers.",
        footer = {
            "",
            "Changes nothing, and does not disturb a running `devsync up`.",
            "Exit codes: 0 all equal, 4 something differs (it is listed), 3 no engine or container."
        })
final class VerifyCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    @Parameters(paramLabel = "SERVICE", description = "Which services. Default: all.")
    private List<String> services = List.of();

    VerifyCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws Exception {
        Project project = common.project(services);
        Verification verification = new Verification(common.engines(), project.toolbox());
        List<Verdict> verdicts = new ArrayList<>();
        List<Verification.NoTargetException> absent = new ArrayList<>();
        for (Service service : Common.chosen(project, services)) {
            try {
                verdicts.addAll(verification.run(List.of(service)));
            } catch (Verification.NoTargetException e) {
                absent.add(e);
            }
        }
        if (verdicts.isEmpty() && !absent.isEmpty()) {
            throw absent.getFirst();
        }
        common.documents().verdicts(verdicts);
        absent.forEach(e -> common.surroundings().err().println("devsync: " + e.getMessage()));
        if (!verdicts.stream().allMatch(Verdict::isEqual)) {
            return ExitCode.OUT_OF_SYNC.number();
        }
        return (absent.isEmpty() ? ExitCode.DONE : ExitCode.UNREACHABLE).number();
    }
}
