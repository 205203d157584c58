package dev.devsync.cli;

import dev.devsync.session.ControlAddress;
import dev.devsync.session.ControlClient;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "resume",
        description = "Tells a running `devsync up` that what it halted for may be deleted.",
        footer = {
            "",
            "`devsync up` halts when a source has no files any more, or lost more of them than max_delete allows.",
            "It goes on by itself when they come back; this command says that they shall go in the containers too.",
            "A source that has vanished is not waited for any less.",
            "",
            "Exit codes: 0 done, also if nothing was halted, 1 no `devsync up` is running for this file."
        })
final class ResumeCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    ResumeCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws Exception {
        Path config = common.configFile();
        Path socket = ControlAddress.of(config, common.surroundings().environment());
        OptionalInt resumed = ControlClient.resume(socket);
        if (resumed.isEmpty()) {
            throw new Failure(
                    ExitCode.FAILED,
                    "no `devsync up` is running for " + config,
                    "`devsync up --yes` and `devsync sync --yes` go ahead without a question.");
        }
        int targets = resumed.getAsInt();
        common.surroundings()
                .out()
                .println(
                        common.json
                                ? "{\"resumed\":" + targets + "}"
                                : targets == 0
                                        ? "nothing is halted for deletions"
                                        : targets == 1 ? "1 target goes on" : targets + " targets go on");
        return ExitCode.DONE.number();
    }
}
