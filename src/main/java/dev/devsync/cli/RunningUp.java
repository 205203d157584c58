package dev.devsync.cli;

import dev.devsync.config.ConfigException;
import dev.devsync.session.ControlAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// The `devsync up` of a project, which other commands speak to.
record RunningUp(Common common, Path config, Path socket) {

    /// @param services checked: they must be the project's
    static RunningUp of(Common common, List<String> services)
            throws ConfigException, Failure, IOException, InterruptedException {
        Path config = common.configFile();
        Common.chosen(common.project(services), services);
        return new RunningUp(
                common, config, ControlAddress.of(config, common.surroundings().environment()));
    }

    Failure notRunning() {
        return new Failure(
                ExitCode.FAILED,
                "no `devsync up` is running for " + config,
                "Start it in another terminal; this command speaks to it.");
    }

    /// Says how many apps were asked to do something.
    ///
    /// @param doing what is followed by their number: `restarting in`
    int asked(String doing, OptionalInt count) throws Failure {
        if (count.isEmpty()) {
            throw notRunning();
        }
        if (count.getAsInt() == 0) {
            throw new Failure(
                    ExitCode.FAILED,
                    "the running `devsync up` looks after no such app",
                    "Is its container running, and does the service have `run` or `build`?");
        }
        common.surroundings()
                .out()
                .println(
                        common.json
                                ? "{\"targets\":" + count.getAsInt() + "}"
                                : doing + " " + count.getAsInt()
                                        + (count.getAsInt() == 1 ? " container" : " containers"));
        return ExitCode.DONE.number();
    }
}
