package dev.devsync.session;

import dev.devsync.report.DeltaSummary;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.report.TargetName;
import dev.devsync.target.Progress;
import dev.devsync.tree.Delta;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Makes events of how far a delta is: about ten a second, and one for where it ended, so that a first fill of
/// 20,000 files does not write 20,000 lines of JSON. The delta is counted once, not with each event.
final class FillProgress implements Progress, AutoCloseable {

    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    private final TargetName name;
    private final DeltaSummary all;
    private final Reporter reporter;
    private final LongSupplier nanoTime;
    private long told;
    private long files;
    private long bytes;
    private boolean untold;

    FillProgress(TargetName name, Delta delta, Reporter reporter) {
        this(name, delta, reporter, System::nanoTime);
    }

    FillProgress(TargetName name, Delta delta, Reporter reporter, LongSupplier nanoTime) {
        this.name = name;
        this.all = DeltaSummary.of(delta);
        this.reporter = reporter;
        this.nanoTime = nanoTime;
        this.told = nanoTime.getAsLong() - PAUSE;
    }

    @Override
    public void sent(long newFiles, long newBytes) {
        files = newFiles;
        bytes = newBytes;
        untold = true;
        if (nanoTime.getAsLong() - told >= PAUSE) {
            tell();
        }
    }

    private void tell() {
        told = nanoTime.getAsLong();
        untold = false;
        reporter.on(new Event.FillProgress(name, files, all.written(), bytes, all.bytes()));
    }

    /// Tells how far it came.
    @Override
    public void close() {
        if (untold) {
            tell();
        }
    }
}
