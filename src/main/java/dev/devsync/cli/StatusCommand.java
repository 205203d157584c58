package dev.devsync.cli;

import dev.devsync.report.Status;
import dev.devsync.session.ControlAddress;
import dev.devsync.session.ControlClient;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Asks a running `devsync up` how it stands.",
        footer = {
            "",
            "Exit codes: 0 all targets in sync, 4 not (yet) all of them, 1 no `devsync up` is running for this file."
        })
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    StatusCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws Exception {
        Path config = common.configFile();
        Path socket = ControlAddress.of(config, common.surroundings().environment());
        Status status = ControlClient.status(socket)
                .orElseThrow(() -> new Failure(
                        ExitCode.FAILED,
                        "no `devsync up` is running for " + config,
                        "Start one, or look once with `devsync verify`."));
        common.documents().status(status);
        return (status.allInSync() ? ExitCode.DONE : ExitCode.OUT_OF_SYNC).number();
    }
}
