package dev.devsync.cli;

import dev.devsync.config.Service;
import dev.devsync.session.Buildable;
import dev.devsync.session.ControlClient;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "rebuild",
        description = "Builds in the containers of a running `devsync up`, then restarts the apps. Where nothing is "
                + "built there, and a rule asks for `rebuild`, the image is built and the containers are made anew.",
        footer = {
            "",
            "What comes of it is shown where `devsync up` runs, and by `devsync logs`.",
            "Exit codes: 0 asked, 1 no `devsync up` is running, or there is nothing to build."
        })
final class RebuildCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    @Parameters(paramLabel = "SERVICE", description = "Which services. Default: all.")
    private List<String> services = List.of();

    RebuildCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws Exception {
        RunningUp up = RunningUp.of(common, services);
        List<Service> chosen = Common.chosen(common.project(services), services);
        if (chosen.stream().allMatch(service -> Buildable.of(service) == Buildable.NOTHING)) {
            throw new Failure(
                    ExitCode.FAILED,
                    "there is nothing to build: no `build` and no rule with `action: rebuild` is given for "
                            + chosen.stream().map(Service::name).collect(Collectors.joining(", ")),
                    "`devsync restart` restarts apps; `docker compose up --build SERVICE` makes images anew.");
        }
        boolean images = chosen.stream().noneMatch(service -> Buildable.of(service) == Buildable.IN_CONTAINER);
        return up.asked(images ? "building the image of" : "building in", ControlClient.rebuild(up.socket(), services));
    }
}
