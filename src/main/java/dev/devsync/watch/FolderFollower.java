package dev.devsync.watch;

import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/// Keeps a source's tree equal to its folder, step by step: decides what to look at, whether the folder
/// itself is still what it was, and what is published. Belongs to the source's thread.
final class FolderFollower {

    /// Who changes the folder.
    enum Writer {
        /// Anybody, at any time, in any steps.
        ANYBODY,
        /// Only who holds it still for that, and tells.
        HOLDER
    }

    /// How the source comes to know of changes.
    private enum Mode {
        WATCHING,
        POLLING,
        MISSING
    }

    /// How often to see whether the root is still the same folder, or is back.
    static final Duration ROOT_CHECK = Duration.ofSeconds(1);

    /// How often to look at everything where the system does not tell of changes.
    private static final Duration POLL = Duration.ofSeconds(2);

    /// How long to wait for a rule file that is just being saved.
    private static final Duration RULE_PAUSE = Duration.ofMillis(10);

    private final RootFolder root;
    private final Writer writer;
    private final Looks looks;
    private final WatchKeeper watch;
    private final Inbox inbox;
    private final Revisions revisions;
    private final FullLooks fullLooks;
    private final Source.Listener listener;
    private final Alarm rootCheck = new Alarm(ROOT_CHECK, System::nanoTime);
    private final boolean polling; // whether the system tells or not
    private final Alarm poll;
    private volatile HostPaths paths;
    private Mode mode = Mode.MISSING;
    private Tree tree = Tree.EMPTY;
    private boolean unfinished;

    /// @param root the folder; it may be a link, and need not exist yet
    /// @param looks by the first rules
    /// @param inbox where word comes from
    /// @param revisions where trees go
    /// @param pollEvery how often to look at everything even if the system tells; zero for never
    FolderFollower(
            Path root,
            Writer writer,
            Looks looks,
            WatchKeeper watch,
            Inbox inbox,
            Revisions revisions,
            FullLooks fullLooks,
            Source.Listener listener,
            Duration pollEvery) {
        this.root = new RootFolder(root);
        this.writer = writer;
        this.paths = new HostPaths(root);
        this.looks = looks;
        this.watch = watch;
        this.inbox = inbox;
        this.revisions = revisions;
        this.fullLooks = fullLooks;
        this.listener = listener;
        this.polling = pollEvery.isPositive();
        this.poll = new Alarm(polling ? pollEvery : POLL, System::nanoTime);
    }

    /// For any thread.
    HostPaths paths() {
        return paths;
    }

    /// Nanoseconds until there is something to do even if nobody leaves word.
    long untilNextAlarm() {
        long nanos = rootCheck.untilNext();
        if (polling || mode == Mode.POLLING || looksAgain()) {
            nanos = Math.min(nanos, poll.untilNext());
        }
        if (mode == Mode.POLLING || watch.hasUnwatched()) {
            nanos = Math.min(nanos, watch.untilRetry());
        }
        return mode == Mode.MISSING ? nanos : looks.untilDue(nanos);
    }

    /// Does what there is to do.
    void step(Inbox.Batch batch) {
        long asked = fullLooks.asked();
        if (asked > fullLooks.begun()) {
            batch.dirty().put(RelativePath.ROOT, Depth.DEEP);
        }
        unfinished = false;
        // The first event sets up the whole recorder, which takes some 30 ms of a start: only where it runs.
        @Nullable LookEvent event = FlightRecorder.isInitialized() ? new LookEvent() : null;
        if (event != null) {
            event.begin();
        }
        look(batch, asked > fullLooks.begun() || rootCheck.rings());
        long hashed = looks.takeHashed();
        if (event != null) {
            commit(event, batch, hashed);
        }
        fullLooks.begin(asked);
        if (!unfinished && looks.isSettled()) {
            fullLooks.end();
        }
    }

    private void commit(LookEvent event, Inbox.Batch batch, long hashed) {
        event.end();
        if (event.shouldCommit() && batch.waitedNanos() > 0) { // not for the regular looks at the root
            event.paths = batch.dirty().size();
            event.waited = batch.waitedNanos();
            event.hashed = hashed;
            event.revision = revisions.current().revision();
            event.commit();
        }
    }

    private void look(Inbox.Batch batch, boolean checkRoot) {
        String why = batch.startOver();
        if (why != null) {
            startOver(why);
        } else if (mode == Mode.MISSING) {
            if (checkRoot) {
                comeBack();
            }
        } else if (!checkRoot || rootIsSound()) {
            lookAround(batch.dirty());
        }
    }

    /// Whether there is something of which no event tells: folders without a watch, and what could not be read, since
    /// that may have been this process's own fault.
    private boolean looksAgain() {
        return watch.hasUnwatched() || looks.problems().hasUnreadable();
    }

    private void lookAround(SortedMap<RelativePath, Depth> dirty) {
        if (mode == Mode.WATCHING) {
            watch.noteUnwatched(paths);
        }
        if (mode == Mode.POLLING && watch.retryIsDue()) {
            start();
        } else if ((polling || mode == Mode.POLLING) && poll.rings()) {
            looks.loadRules(paths);
            act(looks.scan(paths, tree));
        } else if (mode == Mode.WATCHING && watch.hasUnwatched() && watch.retryIsDue() && watch.limitHasChanged()) {
            startOver("the limit of inotify watches was changed");
        } else if (mode == Mode.WATCHING && looksAgain() && poll.rings()) {
            watch.unwatched(paths).forEach(folder -> dirty.put(folder, Depth.DEEP));
            looks.problems().unreadable().forEach(path -> dirty.put(path, Depth.DEEP));
            act(looks.look(paths, tree, dirty));
        } else {
            act(looks.look(paths, tree, dirty));
        }
    }

    private void act(Looks.Outcome outcome) {
        switch (outcome) {
            case Looks.Outcome.Seen(Tree seen, Findings findings) -> accept(seen, findings);
            case Looks.Outcome.StartOver(String why) -> startOver(why);
            case Looks.Outcome.NoRoot() -> goMissing();
        }
    }

    /// Whether the root is still the folder that is being watched; if not, does what has to be done.
    private boolean rootIsSound() {
        return switch (root.condition()) {
            case SAME -> true;
            case REPLACED -> {
                startOver("the folder was replaced");
                yield false;
            }
            case GONE -> {
                goMissing();
                yield false;
            }
        };
    }

    private void comeBack() {
        if (root.find().isPresent() && !looksEmptied(tree)) {
            startOver("the folder is back");
        }
    }

    /// A folder that had something and is now bare was unmounted or wiped, so it is not taken for an empty
    /// tree, unless its writer says what happens to it.
    private boolean looksEmptied(Tree before) {
        return writer == Writer.ANYBODY && !before.isEmpty() && root.isBare();
    }

    private void startOver(String why) {
        if (revisions.current().revision() > 0) {
            listener.onRescan(why);
        }
        start();
    }

    private void start() {
        watch.close();
        Optional<Path> real = root.find();
        if (real.isEmpty() || looksEmptied(tree)) {
            goMissing();
            return;
        }
        paths = new HostPaths(real.get());
        looks.loadRules(paths);
        Findings findings = new Findings();
        Tree scanned = openWatch(findings);
        if (scanned != null) {
            accept(scanned, findings);
        } else {
            act(looks.scan(paths, tree));
        }
    }

    /// @return what was scanned on the way, each folder after its watch was set; null if there has to be a scan yet
    private @Nullable Tree openWatch(Findings findings) {
        AtomicReference<@Nullable Tree> scanned = new AtomicReference<>();
        Watch.Walk walk = entering -> scanned.set(looks.scan(paths, tree, findings, entering));
        if (watch.open(paths, looks.selector(), walk)) {
            mode = Mode.WATCHING;
            return scanned.get();
        }
        mode = Mode.POLLING;
        poll.reset();
        return null;
    }

    private void goMissing() {
        watch.close();
        mode = Mode.MISSING;
        looks.forgetHeldBack();
        if (revisions.current().status() != Source.Status.MISSING
                || revisions.current().revision() == 0) {
            revisions.publish(tree, Source.Status.MISSING, List.of());
        }
    }

    /// Has everything looked at again, a moment later: a rule file that is being saved is done by then.
    private void awaitRules() {
        unfinished = true;
        inbox.lost("the rules changed");
        try {
            Thread.sleep(RULE_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the source's next wait ends
        }
    }

    @SuppressWarnings("ReferenceEquality") // a scan gives the old tree back when nothing changed
    private void accept(Tree next, Findings findings) {
        if ((next != tree || fullLooks.isWanted()) && looks.rulesAreOutdated(paths)) {
            awaitRules(); // nothing is published that was selected by rules from before
            return;
        }
        looks.problems().update(findings);
        unfinished |= !findings.unfinished().isEmpty();
        inbox.dirty(findings.unfinished(), Depth.DEEP);
        if ((next != tree || findings.hasAbsence()) && !rootIsSound()) {
            return;
        }
        if (next != tree && next.isEmpty() && looksEmptied(tree)) {
            goMissing();
            return;
        }
        boolean news = !next.equals(tree)
                || revisions.current().status() != Source.Status.READY
                || revisions.current().revision() == 0;
        tree = next;
        if (news) {
            revisions.publish(next, Source.Status.READY, looks.problems().unreadable());
        }
    }
}
