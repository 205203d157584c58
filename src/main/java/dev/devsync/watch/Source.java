package dev.devsync.watch;

import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
    /// @param revision 1 for the first, 0 until then; one more each time the tree or the status changes
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

    private static final Logger LOG = LoggerFactory.getLogger(Source.class);

    /// How often to look at rule files outside the folder: what they say counts at once.
    private static final Duration RULES = Duration.ofMillis(200);

    /// How long to wait after an error of our own.
    private static final Duration RECOVERY = Duration.ofSeconds(1);

    /// How long closing waits for a look that is going on.
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /// For trees as deep as any is followed ([Scanner]), in bytes. What is not used takes no memory.
    private static final long STACK = 8L << 20;

    private final Inbox inbox = new Inbox();
    private final Revisions revisions = new Revisions();
    private final FullLooks fullLooks = new FullLooks();
    private final Stillness stillness = new Stillness();
    private @Nullable FileWatch rulesOutside;
    private final Thread thread;
    private final Looks looks;
    private final WatchKeeper watch;
    private final FolderFollower follower;
    private volatile boolean closed;

    private Source(
            Path root,
            RuleSource rules,
            Listener listener,
            Watch.Opener opener,
            Duration pollEvery,
            FolderFollower.Writer writer)
            throws IOException {
        Settling settling = writer == FolderFollower.Writer.HOLDER ? Settling.none() : new Settling(System::nanoTime);
        this.looks = new Looks(new HostPaths(root), rules, listener, settling);
        this.watch = new WatchKeeper(opener, inbox, listener);
        this.follower =
                new FolderFollower(root, writer, looks, watch, inbox, revisions, fullLooks, listener, pollEvery);
        this.thread = Thread.ofPlatform()
                .daemon()
                .stackSize(STACK)
                .name("devsync-source-" + follower.paths().root().getFileName())
                .unstarted(this::run);
    }

    /// Starts watching a folder and scans it. Returns when the first tree is there, or the folder is found missing.
    ///
    /// @param root the folder; it may be a link, and need not exist yet
    /// @throws IOException if the rules cannot be loaded
    /// @throws InterruptedException if interrupted during the first scan; the source is closed then
    public static Source open(Path root, RuleSource rules, Listener listener) throws IOException, InterruptedException {
        return open(root, rules, listener, SystemWatch::open);
    }

    static Source open(Path root, RuleSource rules, Listener listener, Watch.Opener opener)
            throws IOException, InterruptedException {
        return open(root, rules, listener, opener, Duration.ZERO);
    }

    static Source open(Path root, RuleSource rules, Listener listener, Watch.Opener opener, Duration pollEvery)
            throws IOException, InterruptedException {
        Source source = begin(root, rules, listener, opener, pollEvery);
        try {
            source.awaitFirst();
            return source;
        } catch (InterruptedException e) {
            source.close();
            throw e;
        }
    }

    /// The same without the wait: the folder is scanned by the source's own thread, see [#awaitFirst].
    ///
    /// @param pollEvery how often to look at everything even if the system tells, for folders whose changes it does
    ///     not tell; zero for never
    /// @throws IOException if the rules cannot be loaded
    public static Source begin(Path root, RuleSource rules, Listener listener, Duration pollEvery) throws IOException {
        return begin(root, rules, listener, SystemWatch::open, pollEvery);
    }

    static Source begin(Path root, RuleSource rules, Listener listener, Watch.Opener opener, Duration pollEvery)
            throws IOException {
        Source source = new Source(root, rules, listener, opener, pollEvery, FolderFollower.Writer.ANYBODY);
        Collection<Path> outside = rules.filesOutside();
        if (!outside.isEmpty()) {
            source.rulesOutside = FileWatch.of(outside, RULES, changed -> {
                source.looks.outsideRulesAreAtRest();
                source.inbox.lost("the rules changed");
            });
        }
        source.thread.start();
        return source;
    }

    /// Scans a folder of which nothing is heard but what whoever writes it says, by [#hold()]. Every such
    /// change is one revision, whole. Does not wait for the scan, see [#awaitFirst].
    ///
    /// @throws IOException if the rules cannot be loaded
    public static Source beginTold(Path root, RuleSource rules, Listener listener) throws IOException {
        Watch.Opener deaf = (paths, selector, sink, walk) -> () -> {};
        Source source = new Source(root, rules, listener, deaf, Duration.ZERO, FolderFollower.Writer.HOLDER);
        source.thread.start();
        return source;
    }

    /// Waits until the first tree is there, or the folder is found missing. Before that the current state is empty,
    /// has revision 0, and must not be acted on.
    ///
    /// @throws InterruptedException if interrupted, or if the source is closed before that
    public void awaitFirst() throws InterruptedException {
        while (current().revision() == 0) {
            if (closed) {
                throw new InterruptedException("closed before the first scan was done");
            }
            awaitNewer(0, FolderFollower.ROOT_CHECK);
        }
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

    /// Looks at everything, and waits until nothing is held back any more. What was in the folder when this
    /// was called is in the state that is returned, or something newer is, whether the system told of it or not.
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
        return follower.paths().resolve(path);
    }

    /// The paths that are left out of the current tree, or are in it as they were when they could still be read.
    public List<PathProblem> problems() {
        return looks.problems().current();
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
        if (Thread.currentThread() == thread || current().revision() == 0) {
            return; // nothing comes of a first scan that is going on
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
                Inbox.Batch batch = inbox.await(follower.untilNextAlarm());
                if (stillness.begin()) {
                    batch = batch.and(inbox.await(0)); // all that came while this waited is one change
                }
                if (!closed) {
                    follower.step(batch);
                }
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException | Error e) { // a dead thread would leave the sync standing still in silence
                recover(e);
            } finally {
                stillness.end();
            }
        }
        watch.close();
    }

    private void recover(Throwable e) {
        LOG.error("trouble while watching {}; starting over", follower.paths().root(), e);
        inbox.lost("of an internal error: " + e);
        try {
            Thread.sleep(RECOVERY);
        } catch (InterruptedException interrupted) {
            closed = true;
        }
    }
}
