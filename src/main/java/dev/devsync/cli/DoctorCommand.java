package dev.devsync.cli;

import dev.devsync.config.ConfigException;
import dev.devsync.config.ConfigProblem;
import dev.devsync.config.Project;
import dev.devsync.report.Check;
import dev.devsync.session.Examination;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description = "Looks at everything that a sync depends on, and says what to do about what is wrong.",
        footer = {
            "",
            "Looks at the engine; with a devsync.yaml or a compose file also at its sources, containers and the system's watch limits.",
            "Changes nothing. Exit codes: 0 nothing is wrong, 1 something will not work."
        })
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    DoctorCommand(Common common) {
        this.common = common;
    }

    /// A compose file that was not written for devsync is no reason not to look at the engine.
    private @Nullable Project project(Configuration configuration, List<Check> unusable) throws Exception {
        try {
            return common.project();
        } catch (ConfigException e) {
            if (configuration instanceof Configuration.Devsync || common.file != null) {
                throw e;
            }
            for (ConfigProblem problem : e.problems()) {
                unusable.add(new Check(
                        problem.file().toString(), Check.Result.WARNING, problem.message(), problem.advice()));
            }
            return null;
        }
    }

    @Override
    public Integer call() throws Exception {
        Optional<Configuration> configuration = Configuration.find(common.surroundings(), common.file)
                .filter(found -> !(found instanceof Configuration.Unclear));
        List<Check> unusable = new ArrayList<>();
        Project project = configuration.isPresent() ? project(configuration.get(), unusable) : null;
        List<Check> checks = new ArrayList<>(new Examination(common.engines()).run(project));
        checks.addAll(unusable);
        common.documents().checks(checks);
        if (configuration.isEmpty() && !common.json) {
            common.surroundings()
                    .out()
                    .println("There is no devsync.yaml and no compose file here, so only the engine was looked at.");
        }
        boolean failed = checks.stream().anyMatch(check -> check.result() == Check.Result.FAILED);
        return (failed ? ExitCode.FAILED : ExitCode.DONE).number();
    }
}
