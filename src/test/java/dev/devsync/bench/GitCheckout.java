package dev.devsync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A repository beside a work tree of 20,000 files, with two commits, `a` and `b`, that differ in 3,000 of
/// them. It is not in the folder, so that nobody carries it over.
final class GitCheckout {

    static final SourceTree WHOLE = new SourceTree(20_000, 1_000, "a");

    private static final int DIFFERENT = 3_000;

    private final Lab lab;
    private final Path repository;
    private final Path tree;

    private GitCheckout(Lab lab, Path repository, Path tree) {
        this.lab = lab;
        this.repository = repository;
        this.tree = tree;
    }

    /// Checks `a` out into a folder.
    static GitCheckout into(Lab lab, Path tree) throws IOException, InterruptedException {
        Path template = lab.folder().resolve("checkout.git");
        if (!Files.exists(template)) {
            make(lab, template);
        }
        Path repository = Files.createTempDirectory(lab.folder(), "repository-");
        lab.run(List.of("cp", "-r", template + "/.", repository.toString()));
        GitCheckout checkout = new GitCheckout(lab, repository, Files.createDirectories(tree));
        checkout.git("checkout", "-q", "-f", "a");
        return checkout;
    }

    private static void make(Lab lab, Path template) throws IOException, InterruptedException {
        Path tree = Files.createTempDirectory(lab.folder(), "commits-");
        GitCheckout commits = new GitCheckout(lab, template, tree);
        lab.run(List.of("git", "init", "-q", "--bare", template.toString()));
        commits.git("config", "core.bare", "false");
        for (SourceTree each : List.of(WHOLE, different("b"))) {
            each.write(tree);
            commits.git("add", "-A");
            commits.git("-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-q", "-m", each.tag());
            commits.git("tag", each.tag());
        }
        commits.git("repack", "-a", "-d", "-q");
        SourceTree.delete(tree);
    }

    /// Of another size in each, for those who tell contents apart by size and second.
    private static SourceTree different(String commit) {
        return new SourceTree(DIFFERENT, commit.equals("a") ? WHOLE.bytes() : WHOLE.bytes() + 1, commit);
    }

    /// The files that are others in the commit that comes next.
    SourceTree next(int number) {
        return different(number % 2 == 0 ? "b" : "a");
    }

    /// Checks it out.
    void checkout(SourceTree next) throws IOException, InterruptedException {
        git("checkout", "-q", next.tag());
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "--git-dir=" + repository, "--work-tree=" + tree));
        command.addAll(List.of(arguments));
        lab.run(command);
    }
}
