package dev.devsync.cli;

import dev.devsync.config.DeletionLimit;
import dev.devsync.config.Project;
import dev.devsync.config.Service;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which services a command syncs, and whether it may delete without a question.
final class ServicesToSync {

    @Parameters(paramLabel = "SERVICE", description = "Which services. Default: all.")
    private List<String> services = List.of();

    @Option(
            names = {"-y", "--yes"},
            description = "Delete without a question, however much.")
    private boolean yes;

    /// The services that are named; none for all.
    List<String> names() {
        return services;
    }

    List<Service> of(Project project) throws Failure {
        List<Service> chosen = Common.chosen(project, services);
        return yes
                ? chosen.stream()
                        .map(service -> service.with(DeletionLimit.NONE))
                        .toList()
                : chosen;
    }
}
