package dev.devsync.report;

import dev.devsync.tree.PathProblem;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Shows events to people: a line for each, and a progress bar where people wait.
public final class ConsoleReporter implements Reporter {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int BAR = 24;

    /// A bar that moves faster than this only flickers.
    private static final long REDRAW_MILLIS = 100;

    private final PrintStream out;
    private final PrintStream err;
    private final Style style;
    private final InstantSource clock;
    private final ConsoleReactions reactions;
    private final Explain explain;
    private final Set<String> weaknessesTold = new HashSet<>();
    private String goneBecause = "";
    private boolean barShown;
    private long barDrawn;

    /// Whether plans are shown.
    public enum Explain {
        PLANS,
        NOTHING
    }

    public ConsoleReporter(PrintStream out, PrintStream err, Style style, InstantSource clock) {
        this(out, err, style, clock, Explain.NOTHING);
    }

    /// @param out for what happened
    /// @param err for trouble and progress
    public ConsoleReporter(PrintStream out, PrintStream err, Style style, InstantSource clock, Explain explain) {
        this.explain = explain;
        this.reactions = new ConsoleReactions(style, new Lines());
        this.out = out;
        this.err = err;
        this.style = style;
        this.clock = clock;
    }

    @Override
    public synchronized void on(Event event) {
        if (event instanceof Event.FillProgress progress) {
            drawBar(progress);
            return;
        }
        if (event instanceof Event.Reaction(ReactionEvent.Planned _) && explain == Explain.NOTHING) {
            return;
        }
        clearBar();
        show(event);
        goneBecause = event instanceof Event.Gone gone ? gone.why() : "";
    }

    private void show(Event event) {
        switch (event) {
            case Event.SourceReady e ->
                line(
                        e.service(),
                        "watching " + e.folder() + " (" + Quantity.count(e.files(), "file") + ", "
                                + Quantity.bytes(e.bytes()) + ", scanned in " + Quantity.time(e.took()) + ")");
            case Event.Waiting e -> {
                if (!e.why().equals(goneBecause)) { // said in the line before
                    line(e.service(), style.yellow("waiting: ") + e.why());
                }
            }
            case Event.Connected e -> connected(e);
            case Event.CaughtUp e -> caughtUp(e);
            case Event.Synced e -> synced(e);
            case Event.Relayed e -> relayed(e);
            case Event.PathTrouble e -> pathTrouble(e);
            case Event.PathRecovered e -> line("", style.green("fine again: ") + e.path() + " (" + e.where() + ")");
            case Event.Trouble e -> trouble(e.subject(), e.message(), e.advice());
            case Event.Recovered e -> line("", style.green("fine again: ") + e.subject() + ": " + e.message());
            case Event.Gone e -> line(e.target().service(), style.yellow("gone: ") + e.target() + ", " + e.why());
            case Event.Halted e ->
                trouble(
                        e.service(),
                        "halted, nothing is sent and nothing deleted: " + e.folder() + " " + e.why(),
                        e.advice());
            case Event.Resumed e -> line(e.service(), style.green("resumed: ") + e.folder());
            case Event.Drift e -> drift(e);
            case Event.Note e -> line(e.subject(), e.message());
            case Event.Reaction e -> reactions.show(e.what());
            case Event.FillProgress _ -> {}
        }
    }

    private void connected(Event.Connected e) {
        line(e.target().service(), "connected to " + style.bold(e.target().toString()) + " (" + e.transport() + ")");
        e.weaknesses().stream()
                .filter(weaknessesTold::add) // not again for each replica and each restart
                .forEach(weakness -> line("", style.dim("note: " + weakness)));
    }

    private void caughtUp(Event.CaughtUp e) {
        String what = e.sent().changes() == 0
                ? "nothing to send"
                : Quantity.count(e.sent().written(), "file") + " sent ("
                        + Quantity.bytes(e.sent().bytes()) + ")"
                        + (e.sent().deleted() == 0 ? "" : ", " + e.sent().deleted() + " deleted");
        line(
                e.target().service(),
                style.green("in sync: ") + e.target() + ", " + Quantity.count(e.files(), "file") + ", " + what + " in "
                        + Quantity.time(e.took()));
    }

    private void synced(Event.Synced e) {
        String targets = e.targetsInAll() == 1
                ? "1 target"
                : e.targets() == e.targetsInAll()
                        ? e.targets() + " targets"
                        : style.yellow(e.targets() + " of " + e.targetsInAll() + " targets");
        line(
                e.service(),
                style.green("synced ") + what(e.delta()) + style.dim(" -> ") + targets + ", "
                        + style.bold(Quantity.time(e.took())));
    }

    private void relayed(Event.Relayed e) {
        String all = e.targets() + " of " + e.targetsInAll() + " targets in sync";
        line(
                e.relay().service(),
                (e.behind().isEmpty() ? style.green("relayed ") : style.yellow("relayed "))
                        + e.relay()
                        + style.dim(" -> ")
                        + all
                        + (e.took().isZero() ? "" : ", " + style.bold(Quantity.time(e.took())))
                        + (e.behind().isEmpty() ? "" : "; not yet: " + String.join(", ", e.behind())));
    }

    private static String what(DeltaSummary delta) {
        StringBuilder text = new StringBuilder();
        String first =
                delta.paths().isEmpty() ? "nothing" : delta.paths().getFirst().display();
        text.append(first);
        if (delta.changes() > 1) {
            text.append(" and ").append(Quantity.count(delta.changes() - 1, "other"));
        }
        text.append(" (");
        String separator = "";
        if (delta.written() > 0) {
            text.append(Quantity.count(delta.written(), "file")).append(", ").append(Quantity.bytes(delta.bytes()));
            separator = ", ";
        }
        if (delta.folders() > 0) {
            text.append(separator).append(Quantity.count(delta.folders(), "folder"));
            separator = ", ";
        }
        if (delta.attributes() > 0) {
            text.append(separator).append(delta.attributes()).append(" mode or time");
            separator = ", ";
        }
        if (delta.deleted() > 0) {
            text.append(separator).append(delta.deleted()).append(" deleted");
        }
        return text.append(')').toString();
    }

    private void drift(Event.Drift e) {
        String done = switch (e.outcome()) {
            case RESTORED -> "restored";
            case REMOVED -> "removed";
            case LEFT -> "left so (one-way-safe) until the host's file changes or the container starts anew";
        };
        line(
                e.target().service(),
                style.yellow(e.what().name().toLowerCase(Locale.ROOT) + " in the container, not by devsync: ")
                        + Event.Drift.some(e.paths()) + " (" + e.target() + "): " + done);
    }

    private void pathTrouble(Event.PathTrouble e) {
        PathProblem problem = e.problem();
        if (problem.kind() == PathProblem.Kind.CHANGING) {
            return; // sent again at once: no news to anybody
        }
        trouble(e.where(), problem.toString(), "");
    }

    private void line(String subject, String text) {
        out.println(time() + " " + (subject.isEmpty() ? "" : style.bold(subject) + " ") + text);
    }

    private void trouble(String subject, String message, String advice) {
        err.println(time() + " " + style.red("problem: ") + subject + ": " + message
                + advice.lines()
                        .map(line -> System.lineSeparator() + "         " + style.dim(line))
                        .collect(Collectors.joining()));
    }

    private String time() {
        return style.dim(TIME.format(LocalTime.ofInstant(clock.instant(), ZoneId.systemDefault())));
    }

    private void drawBar(Event.FillProgress e) {
        long now = clock.millis();
        if (!style.overwrites() || (barShown && now - barDrawn < REDRAW_MILLIS)) {
            return;
        }
        long all = e.bytesInAll() + e.filesInAll();
        int full = all == 0 ? BAR : (int) (BAR * (e.bytes() + e.files()) / all);
        int filled = Math.max(0, Math.min(BAR, full));
        err.print("\r" + e.target() + " [" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + e.files() + "/"
                + Quantity.count(e.filesInAll(), "file") + ", " + Quantity.bytes(e.bytes()) + " of "
                + Quantity.bytes(e.bytesInAll()) + "\u001b[K");
        err.flush();
        barShown = true;
        barDrawn = now;
    }

    private void clearBar() {
        if (barShown) {
            err.print("\r\u001b[K");
            err.flush();
            barShown = false;
        }
    }

    private final class Lines implements ConsoleReactions.Lines {
        @Override
        public void line(String subject, String text) {
            ConsoleReporter.this.line(subject, text);
        }

        @Override
        public void trouble(String subject, String message, String advice) {
            ConsoleReporter.this.trouble(subject, message, advice);
        }

        @Override
        public void output(String subject, String text) {
            out.println(style.dim(subject + " | ") + text);
        }
    }
}
