package dev.devsync.session;

import dev.devsync.config.Service;
import dev.devsync.config.SourceFolder;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.tree.Delta;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import dev.devsync.watch.Source;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Watches files that are not brought anywhere, but whose changes call for a restart or for another image.
///
/// A change that finds no container, or whose container goes before it was answered, is kept for the next one.
final class LookoutWatch implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(10);

    private final SourceFolder lookout;
    private final Source source;
    private final SeenContents contents;
    private final Thread thread;

    private final Map<RelativePath, Instant> unanswered = new LinkedHashMap<>();
    private Supplier<List<TargetReactions>> targets = List::of;
    private volatile boolean closed;

    private LookoutWatch(Service service, SourceFolder lookout, Reporter reporter)
            throws IOException, InterruptedException {
        this.lookout = lookout;
        this.source = Source.open(
                lookout.path(),
                new SourceRules(lookout),
                new Listener(service.name(), lookout.path().toString(), reporter));
        this.contents = new SeenContents(source::fileOf);
        this.thread = Thread.ofPlatform()
                .name("devsync-lookout-" + service.name())
                .daemon()
                .unstarted(this::run);
    }

    /// Scans and watches; null if the service has nothing that is only watched.
    ///
    /// @throws IOException if the rules cannot be loaded
    static @Nullable LookoutWatch open(Service service, Reporter reporter) throws IOException, InterruptedException {
        return service.lookout() == null ? null : new LookoutWatch(service, service.lookout(), reporter);
    }

    /// @param reactions the service's, where its containers are now
    void start(Supplier<List<TargetReactions>> reactions) {
        targets = reactions;
        thread.start();
    }

    private void run() {
        Source.State known = source.current();
        contents.learn(known.tree());
        try {
            while (!closed) {
                Source.State next = source.awaitNewer(known.revision(), LOOK);
                if (next.revision() > known.revision()) {
                    changed(known.tree(), next.tree());
                    known = next;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    private void changed(Tree before, Tree now) {
        List<RelativePath> changed =
                SyncedSource.below(lookout.before(), contents.changed(Delta.between(before, now), before));
        if (changed.isEmpty()) {
            return;
        }
        Instant seen = Instant.now();
        synchronized (this) {
            changed.forEach(path -> unanswered.put(path, seen));
        }
        targets.get().forEach(target -> target.triggered(changed, seen));
    }

    /// What was changed and is not in force yet, and when.
    synchronized Map<RelativePath, Instant> unanswered() {
        return Map.copyOf(unanswered);
    }

    /// Something was begun that takes care of all that was changed before.
    synchronized void answered(Instant begun) {
        unanswered.values().removeIf(seen -> !seen.isAfter(begun));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        source.close();
    }

    private record Listener(String service, String folder, Reporter reporter) implements Source.Listener {
        @Override
        public void onProblem(PathProblem problem) {
            reporter.on(SyncedSource.told(folder, problem));
        }

        @Override
        public void onProblemGone(RelativePath path) {
            reporter.on(new Event.PathRecovered(folder, path));
        }

        @Override
        public void onRescan(String reason) {
            reporter.on(new Event.Note(service, "looking at all of " + folder + " again: " + reason));
        }

        @Override
        public void onRuleTrouble(String message) {
            reporter.on(new Event.Trouble(folder, message, "The rules from before stay in force until it is mended."));
        }

        @Override
        public void onWatchTrouble(String message, String advice) {
            reporter.on(new Event.Trouble(folder, message, advice));
        }

        @Override
        public void onWatchRestored() {
            reporter.on(new Event.Recovered(folder, "the system tells of changes again"));
        }
    }
}
