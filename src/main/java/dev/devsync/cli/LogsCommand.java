package dev.devsync.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.session.ControlClient;
import dev.devsync.session.ControlServer;
import dev.devsync.session.LogLine;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = "Shows what the apps and builds of a running `devsync up` wrote: the last 2,000 lines.",
        footer = {
            "",
            "Examples:",
            "  devsync logs api",
            "  devsync logs --follow --json",
            "Exit codes: 0 done, 1 no `devsync up` is running."
        })
final class LogsCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final Common common;

    @Parameters(paramLabel = "SERVICE", description = "Which services. Default: all.")
    private List<String> services = List.of();

    @Option(
            names = {"--follow", "-F"},
            description = "Go on with what comes, until Ctrl-C or the end of `devsync up`.")
    private boolean follow;

    LogsCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws Exception {
        RunningUp up = RunningUp.of(common, services);
        ControlServer.Following following = follow ? ControlServer.Following.FOLLOW : ControlServer.Following.END;
        if (!ControlClient.logs(up.socket(), services, following, this::print)) {
            throw up.notRunning();
        }
        return ExitCode.DONE.number();
    }

    private void print(LogLine line) {
        PrintStream out = common.surroundings().out();
        out.println(
                common.json
                        ? JSON.valueToTree(line).toString()
                        : common.surroundings().style().dim(line.target() + " | ") + line.line());
    }
}
