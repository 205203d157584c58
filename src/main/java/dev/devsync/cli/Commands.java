package dev.devsync.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/// All commands, in the order of the help.
final class Commands {

    private static final Map<String, Function<Common, Object>> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("init", InitCommand::new);
        BY_NAME.put("up", UpCommand::new);
        BY_NAME.put("sync", SyncCommand::new);
        BY_NAME.put("verify", VerifyCommand::new);
        BY_NAME.put("status", StatusCommand::new);
        BY_NAME.put("resume", ResumeCommand::new);
        BY_NAME.put("doctor", DoctorCommand::new);
        BY_NAME.put("plan", PlanCommand::new);
        BY_NAME.put("restart", RestartCommand::new);
        BY_NAME.put("rebuild", RebuildCommand::new);
        BY_NAME.put("logs", LogsCommand::new);
        BY_NAME.put("clean", CleanCommand::new);
        BY_NAME.put("relay", RelayCommand::new);
        BY_NAME.put("demo", DemoCommand::new);
        BY_NAME.put("completion", CompletionCommand::new);
    }

    /// Completions and manual pages are about all commands.
    private static final String ABOUT_ALL = "completion";

    private Commands() {}

    /// Adds the command that is asked for, or all if that cannot be told: picocli's model of all of them takes 40 ms.
    ///
    /// @param first what the line begins with
    static void addTo(CommandLine line, Common common, String first) {
        Function<Common, Object> asked = first.equals(ABOUT_ALL) ? null : BY_NAME.get(first);
        if (asked == null) {
            BY_NAME.values().forEach(command -> line.addSubcommand(command.apply(common)));
        } else {
            line.addSubcommand(asked.apply(common));
        }
    }
}
