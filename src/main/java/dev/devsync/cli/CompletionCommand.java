package dev.devsync.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Prints a completion script for bash and zsh.",
        footer = {"", "Example:  source <(devsync completion)"})
final class CompletionCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Common common) {
        this.common = common;
        this.spec = CommandSpec.create(); // picocli puts the real one here
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        common.surroundings().out().println(AutoComplete.bash("devsync", root));
        return ExitCode.DONE.number();
    }
}
