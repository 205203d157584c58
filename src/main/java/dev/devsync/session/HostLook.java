package dev.devsync.session;

import dev.devsync.config.SourceFolder;
import dev.devsync.select.Placement;
import dev.devsync.select.Selector;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import dev.devsync.watch.HostPaths;
import dev.devsync.watch.Scanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// One look at everything in a source, by the rules of now, in a thread of its own: a target is connected to
/// meanwhile.
final class HostLook {

    private final SourceRules rules;
    private final Placement placement;
    private final HostPaths paths;
    private final FutureTask<Scanner.Result> scan;

    private HostLook(SourceRules rules, HostPaths paths, Selector selector) {
        this.rules = rules;
        this.placement = rules.placement();
        this.paths = paths;
        this.scan = new FutureTask<>(() -> Scanner.once(paths, selector));
    }

    /// Begins to look.
    ///
    /// @throws IOException if the rules cannot be loaded
    static HostLook begin(SourceFolder source) throws IOException {
        SourceRules rules = new SourceRules(source);
        Selector selector = rules.load();
        HostLook look = new HostLook(rules, new HostPaths(source.path()), selector);
        Thread.ofPlatform().daemon().name("devsync-look").start(look.scan);
        return look;
    }

    /// The rules by which is looked.
    SourceRules rules() {
        return rules;
    }

    /// What the target shall have.
    ///
    /// @throws IOException if the folder cannot be listed
    Tree tree() throws IOException, InterruptedException {
        return placement.place(result().tree());
    }

    /// What is left out of the source, by its paths on the host.
    List<PathProblem> problems() throws IOException, InterruptedException {
        return result().problems();
    }

    /// Paths of the target of which nobody can tell what is there or below.
    List<RelativePath> unreadable() throws IOException, InterruptedException {
        return problems().stream()
                .filter(problem -> problem.kind() == PathProblem.Kind.UNREADABLE)
                .flatMap(problem -> placement.placesOf(problem.path()).stream())
                .toList();
    }

    /// The host's file for a path of the target.
    Path fileOf(RelativePath path) {
        return paths.resolve(placement.sourceOf(path));
    }

    private Scanner.Result result() throws IOException, InterruptedException {
        try {
            return scan.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException unlisted) {
                throw unlisted;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
