package dev.devsync.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A manual page in roff, from what picocli knows of a command, so that it says what `--help` says.
final class ManPage {

    private final CommandSpec command;
    private final String version;
    private final StringBuilder text = new StringBuilder();

    private ManPage(CommandSpec command, String version) {
        this.command = command;
        this.version = version;
    }

    /// Writes `devsync.1`, and `devsync-NAME.1` for each command.
    ///
    /// @param version as `--version` says it
    static void writeAll(CommandSpec root, String version, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<CommandSpec> commands = Stream.concat(
                        Stream.of(root), root.subcommands().values().stream().map(each -> each.getCommandSpec()))
                .filter(each -> !each.usageMessage().hidden())
                .toList();
        for (CommandSpec each : commands) {
            Files.writeString(folder.resolve(name(each) + ".1"), new ManPage(each, version).page());
        }
    }

    private static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    private String page() {
        macro("TH", name(command).toUpperCase(Locale.ROOT), "1", "", version, "devsync");
        macro("SH", "NAME");
        line(escape(name(command)) + " \\- " + escape(FishCompletion.summary(command)));
        macro("SH", "SYNOPSIS");
        macro("B", command.qualifiedName());
        line(escape(synopsis()));
        macro("SH", "DESCRIPTION");
        paragraphs(command.usageMessage().description());
        arguments();
        commands();
        notes();
        return text.toString();
    }

    private String synopsis() {
        String options = command.options().isEmpty() ? "" : "[OPTION…]";
        String rest = command.subcommands().isEmpty()
                ? command.positionalParameters().stream()
                        .filter(each -> !each.hidden())
                        .map(each -> each.arity().min() == 0
                                ? "[" + each.paramLabel() + (each.isMultiValue() ? "…]" : "]")
                                : each.paramLabel() + (each.isMultiValue() ? "…" : ""))
                        .collect(Collectors.joining(" "))
                : "COMMAND";
        return (options + " " + rest).strip();
    }

    private void arguments() {
        List<ArgSpec> arguments = Stream.<ArgSpec>concat(
                        command.positionalParameters().stream(), command.options().stream())
                .filter(each -> !each.hidden())
                .toList();
        if (arguments.isEmpty()) {
            return;
        }
        macro("SH", "OPTIONS");
        for (ArgSpec each : arguments) {
            line(".TP");
            line(each instanceof OptionSpec option ? option(option) : "\\fI" + escape(each.paramLabel()) + "\\fR");
            paragraphs(each.description());
        }
    }

    private static String option(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .map(name -> "\\fB" + escape(name) + "\\fR")
                .collect(Collectors.joining(", "));
        return option.arity().max() == 0 ? names : names + " \\fI" + escape(option.paramLabel()) + "\\fR";
    }

    private void commands() {
        if (command.subcommands().isEmpty()) {
            return;
        }
        macro("SH", "COMMANDS");
        command.subcommands().values().stream()
                .map(each -> each.getCommandSpec())
                .filter(each -> !each.usageMessage().hidden())
                .forEach(each -> {
                    line(".TP");
                    line("\\fB" + escape(name(each)) + "\\fR(1)");
                    line(escape(FishCompletion.summary(each)));
                });
    }

    /// Examples and exit codes stand below the help as they are typed.
    private void notes() {
        String[] footer = command.usageMessage().footer();
        if (footer.length > 0) {
            macro("SH", "NOTES");
            line(".nf");
            for (String each : footer) {
                line(escape(Ansi.OFF.string(each)));
            }
            line(".fi");
        }
        if (command.parent() != null) {
            macro("SH", "SEE ALSO");
            line("\\fBdevsync\\fR(1)");
        }
    }

    private void paragraphs(String... lines) {
        for (String each : lines) {
            line(escape(Ansi.OFF.string(each)));
        }
    }

    private void macro(String name, String... arguments) {
        text.append('.').append(name);
        for (String argument : arguments) {
            text.append(" \"").append(escape(argument).replace("\"", "\\(dq")).append('"');
        }
        text.append('\n');
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /// What is typed is shown as it is: hyphens stay hyphens, and no line is taken for a macro.
    private static String escape(String words) {
        StringBuilder ascii = new StringBuilder();
        words.replace("\\", "\\e").replace("-", "\\-").codePoints().forEach(each -> {
            if (each < 0x80) {
                ascii.append((char) each);
            } else {
                ascii.append("\\[u%04X]".formatted(each)); // groff takes bytes for Latin-1
            }
        });
        String safe = ascii.toString();
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
