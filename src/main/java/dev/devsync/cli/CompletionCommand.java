package dev.devsync.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Prints a completion script for a shell.",
        footer = {
            "",
            "Examples:",
            "  source <(devsync completion)",
            "  devsync completion fish > ~/.config/fish/completions/devsync.fish"
        })
final class CompletionCommand implements Callable<Integer> {

    @Mixin
    private final Common common;

    /// For whom there are scripts.
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(
            paramLabel = "SHELL",
            arity = "0..1",
            defaultValue = "bash",
            description = "${COMPLETION-CANDIDATES}; without it: ${DEFAULT-VALUE}.")
    private Shell shell = Shell.bash;

    @Option(names = "--man-pages", paramLabel = "FOLDER", hidden = true, description = "Write manual pages instead.")
    private @Nullable Path manPages;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Common common) {
        this.common = common;
        this.spec = CommandSpec.create(); // picocli puts the real one here
    }

    @Override
    public Integer call() throws IOException {
        CommandLine root = spec.root().commandLine();
        if (manPages != null) {
            ManPage.writeAll(root.getCommandSpec(), Main.Version.text(), manPages);
            return ExitCode.DONE.number();
        }
        common.surroundings()
                .out()
                .println(
                        switch (shell) {
                            case bash -> AutoComplete.bash("devsync", root);
                            // The script asks for zsh's emulation of bash's completion by itself.
                            case zsh -> "#compdef devsync\n" + AutoComplete.bash("devsync", root);
                            case fish -> FishCompletion.of(root.getCommandSpec());
                        });
        return ExitCode.DONE.number();
    }
}
