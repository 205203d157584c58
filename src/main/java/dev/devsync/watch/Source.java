package dev.devsync.watch;

import dev.devsync.select.Selector;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import dev.devsync.tree.TreeEditor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One watched folder with its current tree and revision.
///
/// Events are hints: one only marks a path dirty, then the path is looked at again. A thread of the source's own
/// does all the looking and owns everything that changes; it takes all that is dirty at once, so that a burst
/// becomes a few revisions, and publishes as soon as it has looked.
public final class Source implements AutoCloseable {

    /// Whether a tree says what is in the folder.
    public enum Status {
        READY,
        /// The folder is not there, cannot be read, or was emptied of everything. The tree is the last one that was
        /// seen, and nobody must act on its absence.
        MISSING
    }

    /// What is known of the folder.
    ///
    /// @param revision 1 for the first; one more each time the tree or the status changes
    /// @param since when this was found
    /// @param unreadable paths of which nobody can tell what is there or below: nothing follows from their absence
    public record State(Tree tree, long revision, Instant since, Status status, List<RelativePath> unreadable) {}

    /// Is told what a source comes across, on the source's thread: answer at once.
    public interface Listener {
        /// A path that cannot be read or is of no supported type; told once until it is gone.
        void onProblem(PathProblem problem);

        void onProblemGone(RelativePath path);

        /// Everything is looked at again.
        ///
        /// @param reason why, as half a sentence
        void onRescan(String reason);

        /// The rules could not be loaded; those from before stay in force. Told once for each message.
        void onRuleTrouble(String message);

        /// The folder, or some folders in it, cannot be watched and are looked at every 2 s instead. Told once until
        /// it is restored.
        void onWatchTrouble(String message, String advice);

        void onWatchRestored();
    }

    /// How the source comes to know of changes.
    private enum Mode {
        WATCHING,
        POLLING,
        MISSING
    }

    /// Who changes the folder.
    private enum Writer {
        /// Anybody, at any time, in any steps.
        ANYBODY,
        /// Only who holds it still for that, and tells.
        HOLDER
    }

    private static final Logger LOG = LoggerFactory.getLogger(Source.class);

    /// How often to see whether the root is still the same folder, or is back.
    private static final Duration ROOT_CHECK = Duration.ofSeconds(1);

    /// How often to look at everything where the system does not tell of changes.
    private static final Duration POLL = Duration.ofSeconds(2);

    /// How often to try whether the system tells again.
    private static final Duration WATCH_RETRY = Duration.ofSeconds(30);

    /// How long to wait after an error of our own.
    private static final Duration RECOVERY = Duration.ofSeconds(1);

    /// How long to wait for a rule file that is just being saved.
    private static final Duration RULE_PAUSE = Duration.ofMillis(10);

    /// How long closing waits for a look that is going on.
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /// For trees as deep as a path can say, some two thousand folders, in bytes. What is not used takes no memory.
    private static final long STACK = 32L << 20;

    private final RootFolder root;
    private final Listener listener;
    private final Watch.Opener opener;
    private final Thread thread;

    private final Inbox inbox = new Inbox();
    private final Revisions revisions = new Revisions();
    private final FullLooks fullLooks = new FullLooks();
    private final Stillness stillness = new Stillness();
    private final Writer writer;
    private @Nullable FileWatch rulesOutside;
    private volatile HostPaths paths;
    private volatile boolean closed;

    // All below belongs to the thread.
    private final Settling settling;
    private final RacyFiles racy = new RacyFiles(InstantSource.system());
    private final Problems problems;
    private final RuleFiles ruleFiles;
    private final Alarm rootCheck = new Alarm(ROOT_CHECK, System::nanoTime);
    private final boolean polling; // whether the system tells or not
    private final Alarm poll;
    private final Alarm watchRetry = new Alarm(WATCH_RETRY, System::nanoTime);
    private Mode mode = Mode.MISSING;
    private Tree tree = Tree.EMPTY;
    private Selector selector;
    private @Nullable Watch watch;
    private final SortedSet<RelativePath> unwatched = new TreeSet<>();
    private OptionalLong watchLimit = OptionalLong.empty();
    private @Nullable String ruleTrouble;
    private boolean watchTroubled;
    private boolean unfinished;

    private Source(
            Path root, RuleSource rules, Listener listener, Watch.Opener opener, Duration pollEvery, Writer writer)
            throws IOException {
        this.writer = writer;
        this.settling = writer == Writer.HOLDER ? Settling.none() : new Settling(System::nanoTime);
        this.polling = pollEvery.isPositive();
        this.poll = new Alarm(polling ? pollEvery : POLL, System::nanoTime);
        this.root = new RootFolder(root);
        this.listener = listener;
        this.opener = opener;
        this.paths = new HostPaths(root);
        this.problems = new Problems(listener);
        this.ruleFiles = new RuleFiles(rules, new Settling(System::nanoTime));
        this.selector = ruleFiles.loadFirst(paths);
        this.thread = Thread.ofPlatform()
                .daemon()
                .stackSize(STACK)
                .name("devsync-source-" + paths.root().getFileName())
                .unstarted(this::run);
    }

    /// Starts watching a folder and scans it. Returns when the first tree is there, or the folder is found missing.
    ///
    /// @param root the folder; it may be a link, and need not exist yet
    /// @throws IOException if the rules cannot be loaded
    /// @throws InterruptedException if interrupted during the first scan; the source is closed then
    public static Source open(Path root, RuleSource rules, Listener listener) throws IOException, InterruptedException {
        return open(root, rules, listener, Duration.ZERO);
    }

    /// The same, looking at everything at regular intervals too, for folders whose changes the system does not tell.
    ///
    /// @param pollEvery how often; zero for never
    public static Source open(Path root, RuleSource rules, Listener listener, Duration pollEvery)
            throws IOException, InterruptedException {
        return open(root, rules, listener, SystemWatch::open, pollEvery);
    }

    static Source open(Path root, RuleSource rules, Listener listener, Watch.Opener opener)
            throws IOException, InterruptedException {
        return open(root, rules, listener, opener, Duration.ZERO);
    }

    static Source open(Path root, RuleSource rules, Listener listener, Watch.Opener opener, Duration pollEvery)
            throws IOException, InterruptedException {
        Source source = new Source(root, rules, listener, opener, pollEvery, Writer.ANYBODY);
        Collection<Path> outside = rules.filesOutside();
        if (!outside.isEmpty()) {
            source.rulesOutside = FileWatch.of(outside, changed -> {
                source.ruleFiles.outsideIsAtRest();
                source.inbox.lost("the rules changed");
            });
        }
        return started(source);
    }

    /// Scans a folder of which nothing is heard but what whoever writes it says, by [#hold()]. Every such change is one
    /// revision, whole.
    ///
    /// @throws IOException if the rules cannot be loaded
    /// @throws InterruptedException if interrupted during the first scan; the source is closed then
    public static Source told(Path root, RuleSource rules, Listener listener) throws IOException, InterruptedException {
        Watch.Opener deaf = (paths, selector, sink, walk) -> () -> {};
        return started(new Source(root, rules, listener, deaf, Duration.ZERO, Writer.HOLDER));
    }

    private static Source started(Source source) throws InterruptedException {
        source.thread.start();
        try {
            while (source.current().revision() == 0) {
                source.awaitNewer(0, ROOT_CHECK);
            }
        } catch (InterruptedException e) {
            source.close();
            throw e;
        }
        return source;
    }

    /// What is known now.
    public State current() {
        return revisions.current();
    }

    /// Waits for something newer.
    ///
    /// @param revision what the caller has already
    /// @param limit the longest wait
    /// @return the current state: at once if it is newer, as soon as it is, or when the limit is over or the source
    ///     is closed
    public State awaitNewer(long revision, Duration limit) throws InterruptedException {
        return revisions.awaitNewer(revision, limit);
    }

    /// Looks at everything, and waits until nothing is held back any more. What was in the folder when this was called
    /// is in the state that is returned, or something newer is, whether the system told of it or not.
    ///
    /// @param limit the longest wait
    /// @return empty if the limit was over first: a file that never stops changing, or a very large folder
    public Optional<State> awaitFullLook(Duration limit) throws InterruptedException {
        long ticket = fullLooks.ask();
        inbox.dirty(RelativePath.ROOT, Depth.DEEP);
        return fullLooks.await(ticket, limit) ? Optional.of(current()) : Optional.empty();
    }

    /// Has paths looked at again, with all below them: those that changed while they were read, or could not be.
    public void markDirty(Collection<RelativePath> dirty) {
        inbox.dirty(dirty, Depth.DEEP);
    }

    /// Keeps this source from looking until the hold is given back, so that nothing is published of what is changed
    /// meanwhile before all of it is.
    public Hold hold() throws InterruptedException {
        stillness.hold();
        return changed -> {
            inbox.dirty(changed, Depth.DEEP);
            stillness.releaseAndAwaitLook();
            return current();
        };
    }

    /// A source that does not look.
    @FunctionalInterface
    public interface Hold {
        /// Lets the source look again.
        ///
        /// @param changed what was changed meanwhile; a folder stands for all below it
        /// @return what is there now
        State release(Collection<RelativePath> changed) throws InterruptedException;
    }

    /// Loads the rules, renews the watch and looks at everything, soon.
    public void rescan() {
        inbox.lost("it was asked for");
    }

    /// The host's file for a path of the tree.
    public Path fileOf(RelativePath path) {
        return paths.resolve(path);
    }

    /// The paths that are left out of the current tree, or are in it as they were when they could still be read.
    public List<PathProblem> problems() {
        return problems.current();
    }

    /// How many files and links the current tree has.
    public long files() {
        return current().tree().files();
    }

    /// Stops watching and wakes whoever waits.
    @Override
    public void close() {
        closed = true;
        if (rulesOutside != null) {
            rulesOutside.close();
        }
        inbox.lost("closing");
        revisions.close();
        fullLooks.close();
        stillness.close();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        inbox.lost("start");
        while (!closed) {
            try {
                Inbox.Batch batch = inbox.await(untilNextAlarm());
                if (stillness.begin()) {
                    batch = batch.and(inbox.await(0)); // all that came while this waited is one change
                }
                step(batch);
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException | Error e) { // a dead thread would leave the sync standing still in silence
                recover(e);
            } finally {
                stillness.end();
            }
        }
        closeWatch();
    }

    private void recover(Throwable e) {
        LOG.error("trouble while watching {}; starting over", paths.root(), e);
        inbox.lost("of an internal error: " + e);
        try {
            Thread.sleep(RECOVERY);
        } catch (InterruptedException interrupted) {
            closed = true;
        }
    }

    private long untilNextAlarm() {
        long nanos = rootCheck.untilNext();
        if (polling || mode == Mode.POLLING || looksAgain()) {
            nanos = Math.min(nanos, poll.untilNext());
        }
        if (mode == Mode.POLLING || !unwatched.isEmpty()) {
            nanos = Math.min(nanos, watchRetry.untilNext());
        }
        return mode == Mode.MISSING ? nanos : ruleFiles.untilFirst(settling.untilFirst(nanos));
    }

    private void step(Inbox.Batch batch) {
        if (closed) {
            return;
        }
        long asked = fullLooks.asked();
        if (asked > fullLooks.begun()) {
            batch.dirty().put(RelativePath.ROOT, Depth.DEEP);
        }
        unfinished = false;
        LookEvent event = new LookEvent();
        event.begin();
        look(batch, asked > fullLooks.begun() || rootCheck.rings());
        commit(event, batch);
        fullLooks.begin(asked);
        if (!unfinished && settling.isEmpty() && !ruleFiles.isSettling()) {
            fullLooks.end();
        }
    }

    private void commit(LookEvent event, Inbox.Batch batch) {
        event.end();
        long hashed = racy.takeHashed();
        if (event.shouldCommit() && batch.waitedNanos() > 0) { // not for the regular looks at the root
            event.paths = batch.dirty().size();
            event.waited = batch.waitedNanos();
            event.hashed = hashed;
            event.revision = current().revision();
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
        return !unwatched.isEmpty() || problems.hasUnreadable();
    }

    private void lookAround(SortedMap<RelativePath, Depth> dirty) {
        if (mode == Mode.WATCHING) {
            noteUnwatched();
        }
        if (mode == Mode.POLLING && watchRetry.rings()) {
            start();
        } else if ((polling || mode == Mode.POLLING) && poll.rings()) {
            loadRules();
            scan();
        } else if (mode == Mode.WATCHING && !unwatched.isEmpty() && watchRetry.rings() && watchLimitChanged()) {
            startOver("the limit of inotify watches was changed");
        } else if (mode == Mode.WATCHING && looksAgain() && poll.rings()) {
            unwatched.removeIf(folder -> !Files.isDirectory(paths.resolve(folder), LinkOption.NOFOLLOW_LINKS));
            unwatched.forEach(folder -> dirty.put(folder, Depth.DEEP));
            problems.unreadable().forEach(path -> dirty.put(path, Depth.DEEP));
            look(dirty);
        } else {
            look(dirty);
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

    /// A folder that had something and is now bare was unmounted or wiped, so it is not taken for an empty tree, unless
    /// its writer says what happens to it.
    private boolean looksEmptied(Tree before) {
        return writer == Writer.ANYBODY && !before.isEmpty() && root.isBare();
    }

    private void startOver(String why) {
        if (current().revision() > 0) {
            listener.onRescan(why);
        }
        start();
    }

    private void start() {
        closeWatch();
        Optional<Path> real = root.find();
        if (real.isEmpty() || looksEmptied(tree)) {
            goMissing();
            return;
        }
        paths = new HostPaths(real.get());
        loadRules();
        Findings findings = new Findings();
        Tree scanned = openWatch(findings);
        if (scanned != null) {
            accept(scanned, findings);
        } else {
            scan();
        }
    }

    private void loadRules() {
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

    /// @return what was scanned on the way, each folder after its watch was set; null if there has to be a scan yet
    private @Nullable Tree openWatch(Findings findings) {
        AtomicReference<@Nullable Tree> scanned = new AtomicReference<>();
        try {
            watch = opener.open(
                    paths, selector, inbox, entering -> scanned.set(scanner().scan(tree, findings, entering)));
            noteUnwatched();
            watching();
            return scanned.get();
        } catch (IOException e) {
            notWatching(e);
            return null;
        }
    }

    private void watching() {
        mode = Mode.WATCHING;
        if (watchTroubled && unwatched.isEmpty()) {
            watchTroubled = false;
            listener.onWatchRestored();
        }
    }

    private void noteUnwatched() {
        unwatched.addAll(inbox.takeUnwatched());
        if (!unwatched.isEmpty() && !watchTroubled) {
            watchTroubled = true;
            watchLimit = InotifyLimit.WATCHES.value();
            WatchTrouble trouble = WatchTrouble.ofSome(paths, unwatched.size());
            listener.onWatchTrouble(trouble.message(), trouble.advice());
        }
    }

    private boolean watchLimitChanged() {
        return !InotifyLimit.WATCHES.value().equals(watchLimit);
    }

    private void notWatching(IOException e) {
        mode = Mode.POLLING;
        poll.reset();
        watchRetry.reset();
        if (!watchTroubled) {
            watchTroubled = true;
            WatchTrouble trouble = WatchTrouble.of(paths, e);
            listener.onWatchTrouble(trouble.message(), trouble.advice());
        }
    }

    private void closeWatch() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
        inbox.takeUnwatched();
        unwatched.clear();
    }

    private void goMissing() {
        closeWatch();
        mode = Mode.MISSING;
        settling.clear();
        if (current().status() != Status.MISSING || current().revision() == 0) {
            revisions.publish(tree, Status.MISSING, List.of());
        }
    }

    private Scanner scanner() {
        return new Scanner(paths, selector, settling, racy);
    }

    private void scan() {
        Findings findings = new Findings();
        try {
            accept(scanner().scan(tree, findings), findings);
        } catch (IOException e) {
            findings.problem(new PathProblem(RelativePath.ROOT, PathProblem.Kind.UNREADABLE, Stat.reason(e)));
            problems.update(findings);
            goMissing();
        }
    }

    private void look(SortedMap<RelativePath, Depth> dirty) {
        List<RelativePath> due = settling.due();
        List<RelativePath> rulesDue = ruleFiles.due();
        // With all below: what came back may be another folder, whose events were taken for those of one that is gone.
        due.forEach(path -> dirty.merge(path, Depth.DEEP, Depth::or));
        rulesDue.forEach(path -> dirty.merge(path, Depth.SHALLOW, Depth::or));
        if (dirty.containsKey(RelativePath.ROOT)) {
            scan();
        } else {
            lookAt(dirty);
        }
        settling.forget(due);
        ruleFiles.forget(rulesDue);
    }

    private void lookAt(SortedMap<RelativePath, Depth> dirty) {
        Findings findings = new Findings();
        Scanner scanner = scanner();
        TreeEditor editor = tree.edit();
        boolean rulesChanged = false;
        for (RelativePath path : dirty.keySet()) {
            rulesChanged |= ruleFiles.changed(paths, path);
            if (!findings.lastCovers(path)) {
                Depth depth = problems.knowsAt(path) ? Depth.DEEP : dirty.getOrDefault(path, Depth.DEEP);
                scanner.look(editor, path, depth, findings);
            }
        }
        Tree next = editor.tree();
        if (rulesChanged || ruleFiles.changed(paths, tree, next)) {
            startOver("the rules changed");
        } else if (problems.opensAFolder(findings, next)) {
            startOver("a folder can be read again");
        } else {
            accept(next, findings);
        }
    }

    /// Has everything looked at again, a moment later: a rule file that is being saved is done by then.
    private void awaitRules() {
        unfinished = true;
        inbox.lost("the rules changed");
        try {
            Thread.sleep(RULE_PAUSE);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @SuppressWarnings("ReferenceEquality") // a scan gives the old tree back when nothing changed
    private void accept(Tree next, Findings findings) {
        if ((next != tree || fullLooks.isWanted()) && ruleFiles.areOutdated(paths)) {
            awaitRules(); // nothing is published that was selected by rules from before
            return;
        }
        problems.update(findings);
        unfinished |= !findings.unfinished().isEmpty();
        markDirty(findings.unfinished());
        if ((next != tree || findings.hasAbsence()) && !rootIsSound()) {
            return;
        }
        if (next != tree && next.isEmpty() && looksEmptied(tree)) {
            goMissing();
            return;
        }
        boolean news = !next.equals(tree)
                || current().status() != Status.READY
                || current().revision() == 0;
        tree = next;
        if (news) {
            revisions.publish(next, Status.READY, problems.unreadable());
        }
    }
}
