package dev.devsync.cli;

import dev.devsync.config.ConfigException;
import dev.devsync.config.ConfigFile;
import dev.devsync.config.compose.ComposeFiles;
import dev.devsync.config.compose.ComposeModel;
import dev.devsync.config.compose.ComposeProject;
import dev.devsync.config.mounts.MountFinder;
import dev.devsync.config.mounts.MountVerdict;
import dev.devsync.config.mounts.OverrideFile;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Text;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// `devsync init --from-compose` and `--undo`: turns source mounts into synced folders, and back.
final class FromCompose {

    /// What is done with the file.
    enum Effect {
        WRITE,
        /// Even if somebody has changed the one that is there.
        OVERWRITE,
        /// It is only shown.
        NONE
    }

    private final Surroundings surroundings;
    private final PrintStream out;
    private final ComposeFiles files;

    private FromCompose(Surroundings surroundings, ComposeFiles files) {
        this.surroundings = surroundings;
        this.out = surroundings.out();
        this.files = files;
    }

    static FromCompose of(Common common) throws ConfigException, Failure {
        Surroundings surroundings = common.surroundings();
        Optional<ComposeFiles> files = common.file == null
                ? ComposeFiles.find(surroundings.folder(), surroundings.environment())
                : Optional.of(ComposeFiles.ofFile(surroundings.folder(), common.file, surroundings.environment()));
        return new FromCompose(
                surroundings,
                files.orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "there is no compose file in " + surroundings.folder() + " or above",
                        "Name one with --file.")));
    }

    /// @param keep targets of mounts that shall stay
    void write(List<TargetPath> keep, Effect effect)
            throws ConfigException, Failure, IOException, InterruptedException {
        OverrideFile file = OverrideFile.of(files);
        ComposeFiles before = file.without(files);
        ComposeModel model = ComposeModel.read(before, surroundings.environment(), surroundings.home());
        List<MountVerdict> verdicts = new MountFinder(model, keep).find();
        // Standard output is the file's alone if it is only shown.
        explain(verdicts, effect == Effect.NONE ? surroundings.err() : out);
        List<MountVerdict.Taken> taken = verdicts.stream()
                .filter(MountVerdict.Taken.class::isInstance)
                .map(MountVerdict.Taken.class::cast)
                .toList();
        if (taken.isEmpty()) {
            throw new Failure(
                    ExitCode.FAILED,
                    "no mount of " + names(before) + " is one of source",
                    "`devsync init` writes a devsync.yaml for folders that are not mounted.");
        }
        String text = OverrideFile.text(before, taken);
        if (effect == Effect.NONE) {
            surroundings.err().println("Would write " + file.path() + ":");
            out.print(text);
            return;
        }
        refuseBesideDevsyncYaml();
        if (effect == Effect.WRITE && file.exists() && !file.isUntouched()) {
            throw edited(file, text, "--force overwrites it.");
        }
        Files.writeString(file.path(), text);
        out.println("Wrote " + file.path() + "; `devsync init --undo` takes it away.");
        sayHowItIsRead(file, before);
        readBack(file, before);
        out.println("Next: devsync up --compose");
    }

    private void explain(List<MountVerdict> verdicts, PrintStream out) {
        out.println("Mounts in " + names(files) + ":");
        for (MountVerdict verdict : verdicts) {
            String mount = "  " + verdict.service() + ": "
                    + Text.printable(verdict.mount().source()) + ":"
                    + verdict.mount().target();
            out.println(mount
                    + switch (verdict) {
                        case MountVerdict.Taken taken ->
                            " becomes a synced folder, in the volume " + taken.volume()
                                    + (taken.ignore().isEmpty()
                                            ? ""
                                            : ", without " + String.join(", ", taken.ignore()));
                        case MountVerdict.Kept kept -> " stays a mount: " + Text.printable(kept.why());
                    });
        }
        List<String> checks = new ArrayList<>();
        verdicts.forEach(verdict -> {
            if (verdict instanceof MountVerdict.Taken taken) {
                checks.addAll(taken.checks());
            }
        });
        if (verdicts.stream().anyMatch(MountVerdict.Taken.class::isInstance)) {
            checks.add(
                    "What the container writes into a synced folder stays there. --keep TARGET leaves a mount alone.");
            checks.add("Not synced: .git, editors' temporary files, and what a .dockerignore in the folder names.");
            checks.add(
                    "A container that runs as another user than root may have to own the files: owner: \"UID:GID\".");
        }
        if (!checks.isEmpty()) {
            out.println("Please check:");
            checks.forEach(check -> out.println("  " + Text.printable(check)));
        }
    }

    private static String names(ComposeFiles files) {
        return files.files().stream().map(Path::toString).collect(Collectors.joining(" and "));
    }

    private void refuseBesideDevsyncYaml() throws ConfigException, Failure {
        Optional<Path> other = ConfigFile.find(files.folder());
        if (other.isPresent()) {
            throw new Failure(
                    ExitCode.FAILED,
                    other.get() + " is there, and devsync reads it in place of the compose files",
                    "Move what it says into x-devsync sections of the services, or name the folders in it yourself.");
        }
    }

    private void sayHowItIsRead(OverrideFile file, ComposeFiles before) {
        if (file.pickup() == OverrideFile.Pickup.IF_NAMED) {
            String all = before.files().stream()
                            .map(each -> files.folder().relativize(each).toString())
                            .collect(Collectors.joining(":"))
                    + ":" + file.path().getFileName();
            out.println("Compose reads it only if it is named, as there are other files for it already. In .env:");
            out.println("  COMPOSE_FILE=" + all);
        }
    }

    /// What init writes, up must be able to read.
    private void readBack(OverrideFile file, ComposeFiles before)
            throws ConfigException, IOException, InterruptedException {
        List<Path> all = new ArrayList<>(before.files());
        all.add(file.path());
        ComposeFiles after = new ComposeFiles(files.start(), files.folder(), all, true, files.variables());
        ComposeProject.read(after, List.of(), surroundings.environment(), surroundings.home());
    }

    /// Takes away what [#write] has written, unless somebody has changed it since.
    void undo() throws ConfigException, Failure, IOException, InterruptedException {
        OverrideFile file = OverrideFile.find(files)
                .orElseThrow(() -> new Failure(
                        ExitCode.FAILED,
                        "in " + files.folder() + " is no file that `devsync init --from-compose` has written",
                        "It may have another head by now; look for an override file and remove it by hand."));
        ComposeFiles before = file.without(files);
        ComposeModel model = ComposeModel.read(before, surroundings.environment(), surroundings.home());
        List<MountVerdict.Taken> taken = new MountFinder(model, List.of())
                .find().stream()
                        .filter(MountVerdict.Taken.class::isInstance)
                        .map(MountVerdict.Taken.class::cast)
                        .toList();
        if (!file.isUntouched()) {
            throw edited(file, OverrideFile.text(before, taken), "Take your changes elsewhere, or remove it by hand.");
        }
        Files.delete(file.path());
        out.println("Removed " + file.path() + "; `docker compose up -d` mounts the folders again.");
        String name = Objects.toString(file.path().getFileName());
        if (files.named() && files.files().contains(file.path())) {
            out.println("Take " + name + " out of COMPOSE_FILE.");
        }
        if (!taken.isEmpty()) {
            out.println("The volumes stay, with what the containers wrote there: docker volume rm "
                    + taken.stream()
                            .map(each -> model.name() + "_" + each.volume())
                            .collect(Collectors.joining(" ")));
        }
    }

    private static Failure edited(OverrideFile file, String written, String advice) throws IOException {
        List<String> edits = file.edits(written);
        return new Failure(
                ExitCode.FAILED,
                file.path() + " was changed since devsync wrote it"
                        + (edits.isEmpty()
                                ? ""
                                : ":\n"
                                        + edits.stream()
                                                .map(line -> "    " + Text.printable(line))
                                                .collect(Collectors.joining("\n"))),
                advice);
    }
}
