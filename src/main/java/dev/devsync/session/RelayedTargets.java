package dev.devsync.session;

import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.report.TargetName;
import dev.devsync.report.Verdict;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.relay.HubComparison;
import dev.devsync.target.relay.HubReport;
import dev.devsync.target.relay.Relay;
import dev.devsync.target.relay.RelayTarget;
import dev.devsync.tree.TargetPath;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The targets behind a relay's folder, as far as the relay tells of them.
final class RelayedTargets implements Beyond, AutoCloseable {

    private static final Duration RETRY = Duration.ofSeconds(1);

    /// How long those that lag behind are waited for before it is told who they are.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Relay relay;
    private final TargetName name;
    private final Reporter reporter;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable AutoCloseable line;
    private volatile @Nullable HubReport latest;

    // All below is guarded by this.
    private boolean started;
    private String writer = "";
    private final Map<Long, Instant> sent = new ConcurrentHashMap<>();
    private @Nullable Instant lagging; // since some lag behind
    private @Nullable Counts told;

    /// @param name the relay's folder
    RelayedTargets(Relay relay, TargetName name, Reporter reporter) {
        this.relay = relay;
        this.name = name;
        this.reporter = reporter;
        this.thread =
                Thread.ofPlatform().daemon().name("devsync-relayed-" + name).unstarted(this::follow);
    }

    /// Tells from now on what becomes of what is sent over a connection.
    Target watching(RelayTarget target) {
        synchronized (this) {
            writer = target.writer();
            sent.clear();
            told = null;
            lagging = null;
            if (!started && !closed) {
                started = true;
                thread.start();
            }
        }
        return new WatchedTarget(target, this::completed);
    }

    private synchronized void completed(long revision, Instant since) {
        sent.put(revision, since);
    }

    private void follow() {
        while (!closed) {
            try {
                relay.follow(this::opened, this::heard);
            } catch (TargetException e) {
                latest = null; // the loop that writes to the relay tells why
            }
            try {
                if (!closed) {
                    Thread.sleep(RETRY);
                }
            } catch (InterruptedException e) {
                return; // closing
            }
        }
    }

    private void opened(AutoCloseable opened) {
        line = opened;
        if (closed) {
            close(); // closing began while the connection was made
        }
    }

    private void heard(List<HubReport> reports) {
        for (HubReport report : reports) {
            if (report.root().equals(name.root())) {
                latest = report;
                tell(report);
            }
        }
    }

    /// Says how many have what was sent: as soon as all have it, or after a while.
    private synchronized void tell(HubReport report) {
        if (!report.writer().equals(writer) || report.passed().isEmpty()) {
            return;
        }
        Counts counts = new Counts(
                report.revision(), report.upToDate().size(), report.passed().size());
        if (counts.all() > counts.ready()) {
            lagging = lagging == null ? Instant.now() : lagging;
            if (Duration.between(lagging, Instant.now()).compareTo(PATIENCE) < 0) {
                return;
            }
        } else {
            lagging = null;
        }
        if (counts.equals(told)) {
            return;
        }
        Instant since = sent.get(counts.revision());
        boolean news = since != null || told == null || !told.sameTargets(counts);
        told = counts;
        boolean everywhere = counts.ready() == counts.all();
        sent.keySet().removeIf(each -> each < counts.revision() || (everywhere && each == counts.revision()));
        if (news) {
            reporter.on(new Event.Relayed(
                    name,
                    counts.revision(),
                    counts.ready(),
                    counts.all(),
                    since == null ? Duration.ZERO : Duration.between(since, Instant.now()),
                    behind(report)));
        }
    }

    /// How many have a revision.
    private record Counts(long revision, int ready, int all) {

        /// Whether nothing is different but the revision.
        boolean sameTargets(Counts other) {
            return ready == other.ready && all == other.all;
        }
    }

    private static List<String> behind(HubReport report) {
        return report.passed().stream()
                .filter(each -> !report.upToDate().contains(each))
                .map(each -> each.name() + (each.problem().isEmpty() ? "" : ": " + each.problem()))
                .toList();
    }

    @Override
    public Map<TargetName, TargetState> states(TargetName through, TargetState state) {
        Map<TargetName, TargetState> states = new LinkedHashMap<>();
        HubReport report = latest;
        if (report == null || report.passed().isEmpty()) {
            String why = report == null
                    ? "the relay does not tell how it stands"
                    : report.absence().isEmpty() ? "the relay has not looked for its targets yet" : report.absence();
            states.put(
                    new TargetName(through.service(), "behind " + through.instance(), through.root()),
                    new TargetState(TargetState.Phase.CONNECTING, 0, 0, state.files(), 0, Instant.now(), why, ""));
            return states;
        }
        boolean ours;
        synchronized (this) {
            ours = report.writer().equals(writer);
        }
        for (HubReport.Passed each : report.passed()) {
            states.put(
                    new TargetName(through.service(), each.name(), through.root()),
                    state(each, ours ? each.revision() : 0, ours && each.revision() == report.revision(), state));
        }
        return states;
    }

    private TargetState state(HubReport.Passed each, long revision, boolean newest, TargetState through) {
        TargetState.Phase phase = phase(each.phase());
        boolean behind = phase == TargetState.Phase.IN_SYNC && !(newest && revision == through.revision());
        return new TargetState(
                behind ? TargetState.Phase.SENDING : phase,
                revision,
                each.inSync(),
                each.files(),
                each.refused(),
                through.since(),
                each.problem().isEmpty() ? null : each.problem(),
                each.transport().isEmpty() ? "" : each.transport() + " by " + name.instance());
    }

    private static TargetState.Phase phase(String word) {
        for (TargetState.Phase phase : TargetState.Phase.values()) {
            if (phase.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return phase;
            }
        }
        return TargetState.Phase.CONNECTING; // a newer relay's word
    }

    @Override
    public List<Verdict> verdicts(TargetName through) throws TargetException {
        return relay.compare(new TargetPath(through.root())).stream()
                .map(each -> verdict(through, each))
                .toList();
    }

    private static Verdict verdict(TargetName through, HubComparison each) {
        return new Verdict(
                new TargetName(through.service(), each.target(), through.root()),
                each.files(),
                each.hub(),
                each.there(),
                each.differences().stream()
                        .map(difference -> new Verdict.Difference(difference.path(), difference.what()))
                        .toList(),
                List.of());
    }

    @Override
    public void close() {
        closed = true;
        AutoCloseable open = line;
        if (open != null) {
            try {
                open.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing a line", e);
            }
        }
        thread.interrupt();
    }
}
