package dev.devsync.cli;

import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.report.Cleanup;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.report.Status;
import dev.devsync.session.Cleaning;
import dev.devsync.session.ControlAddress;
import dev.devsync.session.ControlClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "clean",
        description = "Removes what devsync has left in the running containers for itself.",
        footer = {
            "",
            "That is the toolbox (a busybox, where the image has no shell), staging folders, and the record of what",
            "devsync owns. What was synced stays. Without that record the next `devsync up` no longer deletes what",
            "goes from the host in between. Refused while a `devsync up` of this project runs.",
            "",
            "Exit codes: 0 nothing is left, 1 something is (it is listed) or an `up` runs, 2 configuration,",
            "3 no engine or container.",
            "",
            "Examples:",
            "  devsync clean         all services of devsync.yaml",
            "  devsync clean api     only this one",
            "  devsync clean --json  what was removed, for programs"
        })
final class CleanCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    @Parameters(paramLabel = "SERVICE", description = "Which services. Default: all.")
    private List<String> services = List.of();

    CleanCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws Exception {
        Project project = common.project();
        List<Service> chosen = Common.chosen(project, services);
        refuseWhileUp(project);
        List<Cleanup> cleanups = new Cleaning(common.engines(), project.toolbox(), notes()).run(chosen);
        common.documents().cleanups(cleanups);
        boolean all = cleanups.stream().allMatch(cleanup -> cleanup.kept().isEmpty());
        return (all ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private void refuseWhileUp(Project project) throws Failure, IOException, InterruptedException {
        Path socket = ControlAddress.of(project.file(), common.surroundings().environment());
        Optional<Status> running = ControlClient.status(socket);
        if (running.isPresent()) {
            throw new Failure(
                    ExitCode.FAILED,
                    "a `devsync up` is running for " + project.file() + " (pid "
                            + running.get().pid() + "); it needs what would be removed",
                    "End it first, with Ctrl-C, then try again.");
        }
    }

    /// stdout is for the one document.
    private Reporter notes() {
        return event -> {
            if (event instanceof Event.Note note) {
                common.surroundings().err().println(note.subject() + ": " + note.message());
            }
        };
    }
}
