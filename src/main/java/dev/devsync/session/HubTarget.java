package dev.devsync.session;

import dev.devsync.target.Applied;
import dev.devsync.target.Contents;
import dev.devsync.target.Progress;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.relay.HubReport;
import dev.devsync.tree.Delta;
import java.time.Duration;
import java.util.List;

/// A laptop's connection to a folder of a relay's, from within the relay: an agent on this machine, and word to the
/// folder of what changed.
final class HubTarget extends ForwardingTarget {

    private static final Duration GLANCE = Duration.ofMillis(5);

    /// How long a target may take to show up where there is none.
    private static final Duration SHOWING_UP = Duration.ofSeconds(10);

    private final HubFolder folder;
    private final String writer;

    HubTarget(HubFolder folder, Target local, String writer) {
        super(local);
        this.folder = folder;
        this.writer = writer;
    }

    @Override
    public Applied apply(Delta delta, Contents contents, Progress progress) throws TargetException {
        return folder.apply(delta.changes(), () -> super.apply(delta, contents, progress));
    }

    @Override
    public void completed(long revision) throws TargetException {
        folder.complete(writer, revision);
    }

    @Override
    public List<String> awaitPassedOn(Duration limit) throws TargetException {
        long start = System.nanoTime();
        while (true) {
            HubReport report = folder.report();
            List<String> missing = missing(report);
            Duration patience = report.passed().isEmpty() && SHOWING_UP.compareTo(limit) < 0 ? SHOWING_UP : limit;
            if (missing.isEmpty() || System.nanoTime() - start >= patience.toNanos()) {
                return missing;
            }
            try {
                Thread.sleep(GLANCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TargetException.Disconnected("the relay is ending", e);
            }
        }
    }

    private List<String> missing(HubReport report) {
        if (!report.writer().equals(writer)) {
            return List.of("another laptop has sent something else since");
        }
        if (report.passed().isEmpty()) {
            return List.of(report.absence().isEmpty() ? "its targets were not looked for yet" : report.absence());
        }
        return report.passed().stream()
                .filter(each -> !report.upToDate().contains(each))
                .map(each -> each.name() + " is " + each.phase() + ": "
                        + (each.problem().isEmpty()
                                ? each.inSync() + " of " + each.files() + " files are there"
                                : each.problem()))
                .toList();
    }
}
