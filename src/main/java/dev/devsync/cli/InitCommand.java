package dev.devsync.cli;

import dev.devsync.config.ConfigException;
import dev.devsync.config.ConfigFile;
import dev.devsync.config.starter.Starter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        description = "Writes a devsync.yaml for the project in this folder.",
        footer = {
            "",
            "Looks at the project's files (go.mod, package.json, pom.xml, Dockerfile, compose.yaml and their like) and",
            "takes over .air.toml, runner.conf, .realize.yaml and nodemon.json. It runs nothing and asks no engine.",
            "Exit codes: 0 written, 1 there is one already, 2 a file of another tool cannot be understood.",
            "",
            "Examples:",
            "  devsync init            write devsync.yaml, and say what it is made of",
            "  devsync init --print    only show it"
        })
final class InitCommand implements Callable<Integer> {

    private static final String FILE = "devsync.yaml";

    @Mixin
    private final Common common;

    @Option(names = "--force", description = "Overwrite a devsync.yaml that is there.")
    private boolean force;

    @Option(names = "--print", description = "Write the file to standard output, and nothing to disk.")
    private boolean print;

    InitCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws ConfigException, Failure, IOException {
        Path folder = common.surroundings().folder();
        Path file = common.file == null ? folder.resolve(FILE) : folder.resolve(common.file);
        if (!print && !force) {
            refuseToOverwrite(file);
        }
        Starter starter = Starter.of(folder);
        if (print) {
            common.surroundings().out().print(starter.text());
        } else {
            Files.writeString(file, starter.text());
        }
        // Standard output is the file's alone if it is asked for.
        explain(
                starter,
                print ? common.surroundings().err() : common.surroundings().out());
        if (!print) {
            common.surroundings().out().println("Wrote " + file + ". Next: devsync up");
            readBack(file);
        }
        return ExitCode.DONE.number();
    }

    private static void refuseToOverwrite(Path file) throws Failure {
        for (Path there : List.of(file, file.resolveSibling("devsync.yml"))) {
            if (Files.exists(there)) {
                throw new Failure(
                        ExitCode.FAILED,
                        there + " is there already",
                        "--force overwrites it; --print only shows what would be written.");
            }
        }
    }

    /// What init writes, up must be able to read: otherwise it is said here, and not at the first `devsync up`.
    private static void readBack(Path file) throws ConfigException {
        ConfigFile.read(file, Map.of());
    }

    private static void explain(Starter starter, PrintStream out) {
        section(out, "Found:", starter.detected());
        section(out, "Taken over:", starter.imported());
        section(out, "Mistakes in what was taken over:", starter.lint());
        section(out, "Please check:", starter.checks());
    }

    private static void section(PrintStream out, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            out.println(title);
            lines.forEach(line -> out.println("  " + line));
        }
    }
}
