package dev.devsync.cli;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A completion script for fish, which picocli does not write.
final class FishCompletion {

    private final CommandSpec root;
    private final StringBuilder text = new StringBuilder();

    private FishCompletion(CommandSpec root) {
        this.root = root;
    }

    static String of(CommandSpec root) {
        FishCompletion completion = new FishCompletion(root);
        completion.write();
        return completion.text.toString();
    }

    private void write() {
        line("-f"); // files only where an option takes one
        root.options().forEach(option -> option("__fish_use_subcommand", option));
        root.subcommands().forEach((name, command) -> subcommand(name, command.getCommandSpec()));
    }

    private void subcommand(String name, CommandSpec command) {
        if (command.usageMessage().hidden()) {
            return;
        }
        line("-n __fish_use_subcommand -a " + name + " -d " + quote(summary(command)));
        command.options().forEach(option -> option("'__fish_seen_subcommand_from " + name + "'", option));
        if (command.positionalParameters().stream().anyMatch(each -> takesPath(each.paramLabel()))) {
            line("-n '__fish_seen_subcommand_from " + name + "' -F");
        }
    }

    private void option(String condition, OptionSpec option) {
        if (option.hidden()) {
            return;
        }
        StringBuilder words = new StringBuilder("-n " + condition);
        for (String name : option.names()) {
            words.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            words.append(takesPath(option.paramLabel()) ? " -r -F" : " -x");
        }
        line(words + " -d " + quote(String.join(" ", option.description())));
    }

    private static boolean takesPath(String label) {
        String upper = label.toUpperCase(Locale.ROOT);
        return upper.contains("FILE") || upper.contains("PATH") || upper.contains("FOLDER");
    }

    static String summary(CommandSpec command) {
        String[] description = command.usageMessage().description();
        return description.length == 0 ? "" : CommandLine.Help.Ansi.OFF.string(description[0]);
    }

    private void line(String words) {
        text.append("complete -c ")
                .append(root.name())
                .append(' ')
                .append(words)
                .append('\n');
    }

    private static String quote(String words) {
        return "'" + words.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
