package dev.devsync.watch;

import dev.devsync.select.Selector;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import dev.devsync.tree.TreeEditor;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Looks at a source's files by the rules in force, with what has to be remembered from one look to the next: paths
/// that are held back, files whose time is no proof, rule files, and what problems were told. It decides
/// nothing: what a look comes to is an [Outcome]. Belongs to the source's thread.
final class Looks {

    /// What a look comes to.
    sealed interface Outcome {
        /// This is what is there now.
        record Seen(Tree tree, Findings findings) implements Outcome {}

        /// What was found puts all else in question.
        ///
        /// @param why as half a sentence
        record StartOver(String why) implements Outcome {}

        /// The root cannot be listed.
        record NoRoot() implements Outcome {}
    }

    private final Settling settling;
    private final RacyFiles racy = new RacyFiles(InstantSource.system());
    private final Source.Listener listener;
    private final Problems problems;
    private final RuleFiles ruleFiles;
    private Selector selector;
    private @Nullable String ruleTrouble;

    /// @param settling what is held back
    /// @throws IOException if the rules cannot be loaded
    Looks(HostPaths paths, RuleSource rules, Source.Listener listener, Settling settling) throws IOException {
        this.settling = settling;
        this.listener = listener;
        this.problems = new Problems(listener);
        this.ruleFiles = new RuleFiles(rules, new Settling(System::nanoTime));
        this.selector = ruleFiles.loadFirst(paths);
    }

    Problems problems() {
        return problems;
    }

    /// The rules in force.
    Selector selector() {
        return selector;
    }

    /// Loads the rules. Those from before stay in force where that fails.
    void loadRules(HostPaths paths) {
        try {
            Selector loaded = ruleFiles.load(paths);
            selector = loaded == null ? selector : loaded;
            ruleTrouble = null;
        } catch (IOException e) {
            String message = Stat.reason(e);
            if (!message.equals(ruleTrouble)) {
                ruleTrouble = message;
                listener.onRuleTrouble(message);
            }
        }
    }

    boolean rulesAreOutdated(HostPaths paths) {
        return ruleFiles.areOutdated(paths);
    }

    /// No rule file outside of the source is being saved any more. For any thread.
    void outsideRulesAreAtRest() {
        ruleFiles.outsideIsAtRest();
    }

    /// As [RacyFiles#takeHashed].
    long takeHashed() {
        return racy.takeHashed();
    }

    /// Whether nothing is held back.
    boolean isSettled() {
        return settling.isEmpty() && !ruleFiles.isSettling();
    }

    /// Nothing that was held back matters any more.
    void forgetHeldBack() {
        settling.clear();
    }

    /// @return nanoseconds until something held back is due, not more than the limit
    long untilDue(long limit) {
        return ruleFiles.untilFirst(settling.untilFirst(limit));
    }

    private Scanner scanner(HostPaths paths) {
        return new Scanner(paths, selector, settling, racy);
    }

    /// Looks at everything while a watch goes through it.
    Tree scan(HostPaths paths, Tree before, Findings findings, Watch.Entering entering) throws IOException {
        return scanner(paths).scan(before, findings, entering);
    }

    /// Looks at everything.
    Outcome scan(HostPaths paths, Tree before) {
        Findings findings = new Findings();
        try {
            return new Outcome.Seen(scanner(paths).scan(before, findings), findings);
        } catch (IOException e) {
            findings.problem(new PathProblem(RelativePath.ROOT, PathProblem.Kind.UNREADABLE, Stat.reason(e)));
            problems.update(findings);
            return new Outcome.NoRoot();
        }
    }

    /// Looks at what is dirty, and at what was held back and is due.
    Outcome look(HostPaths paths, Tree before, SortedMap<RelativePath, Depth> dirty) {
        List<RelativePath> due = settling.due();
        List<RelativePath> rulesDue = ruleFiles.due();
        // With all below: what came back may be another folder, whose events were taken for those of one that is gone.
        due.forEach(path -> dirty.merge(path, Depth.DEEP, Depth::or));
        rulesDue.forEach(path -> dirty.merge(path, Depth.SHALLOW, Depth::or));
        Outcome outcome = dirty.containsKey(RelativePath.ROOT) ? scan(paths, before) : lookAt(paths, before, dirty);
        settling.forget(due);
        ruleFiles.forget(rulesDue);
        return outcome;
    }

    private Outcome lookAt(HostPaths paths, Tree before, SortedMap<RelativePath, Depth> dirty) {
        Findings findings = new Findings();
        Scanner scanner = scanner(paths);
        TreeEditor editor = before.edit();
        boolean rulesChanged = false;
        for (RelativePath path : dirty.keySet()) {
            rulesChanged |= ruleFiles.changed(paths, path);
            if (!findings.lastCovers(path)) {
                Depth depth = problems.knowsAt(path) ? Depth.DEEP : dirty.getOrDefault(path, Depth.DEEP);
                scanner.look(editor, path, depth, findings);
            }
        }
        Tree next = editor.tree();
        if (rulesChanged || ruleFiles.changed(paths, before, next)) {
            return new Outcome.StartOver("the rules changed");
        }
        return problems.opensAFolder(findings, next)
                ? new Outcome.StartOver("a folder can be read again")
                : new Outcome.Seen(next, findings);
    }
}
