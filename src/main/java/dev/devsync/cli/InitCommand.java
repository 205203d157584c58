package dev.devsync.cli;

import dev.devsync.config.ConfigException;
import dev.devsync.config.ConfigFile;
import dev.devsync.config.starter.Starter;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            "  devsync init --print    only show it",
            "  devsync init --from-compose            turn source mounts of the compose file into synced folders,",
            "                                         by an override file beside it",
            "  devsync init --from-compose --dry-run  only show it",
            "  devsync init --undo                    take that file away"
        })
final class InitCommand implements Callable<Integer> {

    private static final String FILE = "devsync.yaml";

    @Mixin
    private final Common common;

    @Option(names = "--force", description = "Overwrite a devsync.yaml that is there.")
    private boolean force;

    @Option(
            names = "--from-compose",
            description = "Write an override file for the compose file in which source mounts are synced folders.")
    private boolean fromCompose;

    @Option(
            names = "--keep",
            paramLabel = "TARGET",
            description = "With --from-compose: leave the mount at this folder of the container alone.")
    private List<String> keep = List.of();

    @Option(names = "--undo", description = "Remove the file that --from-compose wrote, unless it was changed.")
    private boolean undo;

    @Option(
            names = {"--print", "--dry-run"},
            description = "Write the file to standard output, and nothing to disk.")
    private boolean print;

    InitCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws ConfigException, Failure, IOException, InterruptedException {
        if (undo) {
            FromCompose.of(common).undo();
            return ExitCode.DONE.number();
        }
        if (fromCompose) {
            FromCompose.of(common).write(targets(), effect());
            return ExitCode.DONE.number();
        }
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

    private FromCompose.Effect effect() {
        return print ? FromCompose.Effect.NONE : force ? FromCompose.Effect.OVERWRITE : FromCompose.Effect.WRITE;
    }

    private List<TargetPath> targets() throws Failure {
        List<TargetPath> targets = new ArrayList<>();
        for (String target : keep) {
            try {
                targets.add(new TargetPath(target));
            } catch (IllegalArgumentException e) {
                throw new Failure(ExitCode.USAGE, "--keep " + e.getMessage(), "Name the folder in the container.");
            }
        }
        return targets;
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
