package dev.devsync.cli;

import dev.devsync.session.ControlClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "restart",
        description = "Restarts the apps that a running `devsync up` looks after.",
        footer = {
            "",
            "What comes of it is shown where `devsync up` runs, and by `devsync logs`.",
            "Exit codes: 0 asked, 1 no `devsync up` is running, or it runs no such app."
        })
final class RestartCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    @Parameters(paramLabel = "SERVICE", description = "Which services. Default: all.")
    private List<String> services = List.of();

    RestartCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws Exception {
        RunningUp up = RunningUp.of(common, services);
        return up.asked("restarting in", ControlClient.restart(up.socket(), services));
    }
}
