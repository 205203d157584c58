package dev.devsync.session;

import dev.devsync.report.DeltaSummary;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.report.TargetName;
import dev.devsync.target.Progress;
import dev.devsync.tree.Delta;

/// Makes events of how far a delta is. The delta is counted once, not with each event.
final class FillProgress implements Progress {

    private final TargetName name;
    private final DeltaSummary all;
    private final Reporter reporter;

    FillProgress(TargetName name, Delta delta, Reporter reporter) {
        this.name = name;
        this.all = DeltaSummary.of(delta);
        this.reporter = reporter;
    }

    @Override
    public void sent(long files, long bytes) {
        reporter.on(new Event.FillProgress(name, files, all.written(), bytes, all.bytes()));
    }
}
