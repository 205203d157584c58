package dev.devsync.cli;

import dev.devsync.report.Style;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/// The program. Exit codes are in [ExitCode].
@Command(
        name = "devsync",
        description = "Saves reach running dev containers in milliseconds.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Main.Version.class,
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 engine or container not reachable,",
            "4 out of sync, 5 halted for safety, 130 interrupted.",
            "",
            "Start here:  devsync demo"
        })
public final class Main {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    private Main() {}

    public static void main(String[] args) {
        Logging.prepare(args);
        int code = run(Surroundings.ofProcess(), args);
        if (!isVersionAsked(args)) { // exiting sets up Java's logging, too
            System.exit(code);
        }
    }

    private static boolean isVersionAsked(String... args) {
        return args.length == 1 && args[0].equals("--version");
    }

    /// Runs a command and returns the exit code.
    static int run(Surroundings surroundings, String... args) {
        if (isVersionAsked(args)) {
            // Editors and scripts ask often; picocli's model of all commands takes longer than Java's start.
            surroundings.out().println(Version.text());
            return ExitCode.DONE.number();
        }
        Common common = new Common(surroundings);
        CommandLine line = new CommandLine(new Main());
        Commands.addTo(line, common, args.length == 0 ? "" : args[0]);
        line.setOut(writer(surroundings.out()))
                .setErr(writer(surroundings.err()))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(surroundings.style() == Style.COLOUR ? Ansi.ON : Ansi.OFF))
                .setUsageHelpLongOptionsMaxWidth(24)
                .setUsageHelpWidth(100);
        Failures failures = new Failures(surroundings.err());
        line.setExecutionStrategy(parsed -> {
            if (common.verbose) {
                Logging.verbose();
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        line.setExecutionExceptionHandler((exception, command, parsed) -> failures.report(
                        exception, common.verbose ? Failures.Verbosity.VERBOSE : Failures.Verbosity.NORMAL)
                .number());
        line.setParameterExceptionHandler((exception, given) -> {
            String command = exception.getCommandLine().getCommandSpec().qualifiedName();
            List<String> nearest = exception instanceof CommandLine.UnmatchedArgumentException unmatched
                    ? unmatched.getSuggestions()
                    : List.of();
            surroundings.err().println("devsync: " + exception.getMessage());
            surroundings
                    .err()
                    .println(
                            nearest.isEmpty()
                                    ? "  Try `" + command + " --help`."
                                    : "  Did you mean `" + command + " " + nearest.getFirst() + "`?");
            return ExitCode.USAGE.number();
        });
        if (args.length == 0) {
            line.usage(surroundings.out());
            return ExitCode.USAGE.number();
        }
        return line.execute(args);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /// The version that the build wrote into the jar.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {text()};
        }

        static String text() {
            String version = Main.class.getPackage().getImplementationVersion();
            return "devsync " + Objects.requireNonNullElse(version, "(development build)");
        }
    }
}
