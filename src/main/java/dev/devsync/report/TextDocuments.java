package dev.devsync.report;

import dev.devsync.tree.Text;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Results for people.
public final class TextDocuments implements Documents {

    /// More than this many lines help nobody at a terminal; JSON has them all.
    private static final int SHOWN = 50;

    private final PrintStream out;
    private final Style style;
    private final InstantSource clock;

    public TextDocuments(PrintStream out, Style style, InstantSource clock) {
        this.out = out;
        this.style = style;
        this.clock = clock;
    }

    @Override
    public void plans(List<PlanSummary> plans) {
        for (PlanSummary plan : plans) {
            out.println(style.bold(plan.service()));
            ConsoleReactions.plan(plan).forEach(line -> out.println("  " + line));
        }
    }

    @Override
    public void histories(List<RungHistory> histories) {
        if (histories.isEmpty()) {
            out.println("nothing yet: histories come with `devsync up`");
        }
        for (RungHistory each : histories) {
            out.println(style.bold(each.service()) + "  " + each.action() + ": " + each.count() + " times, "
                    + each.succeeded() + " worked"
                    + (each.median() == null ? "" : ", " + Quantity.time(each.median()) + " median")
                    + (each.failuresInARow() == 0
                            ? ""
                            : ", "
                                    + style.red(
                                            each.failuresInARow() == 1
                                                    ? "failed the last time"
                                                    : "failed the last " + each.failuresInARow() + " times")));
        }
    }

    @Override
    public void verdicts(List<Verdict> verdicts) {
        verdicts.forEach(this::verdict);
    }

    private void verdict(Verdict verdict) {
        String count = Quantity.count(verdict.files(), "path");
        if (verdict.isEqual()) {
            out.println(style.green("equal   ") + verdict.target() + ", " + count + " compared");
        } else {
            out.println(style.red("differs ") + verdict.target() + ", "
                    + Quantity.count(verdict.differences().size(), "difference") + " in " + count);
        }
        out.println("  host    sha256:" + verdict.host());
        out.println("  target  sha256:" + verdict.there());
        verdict.differences().stream()
                .limit(SHOWN)
                .forEach(difference -> out.println("  " + difference.path() + ": " + difference.what()));
        if (verdict.differences().size() > SHOWN) {
            out.println("  and " + (verdict.differences().size() - SHOWN) + " more; --json lists all");
        }
        leftOut(verdict.leftOut());
    }

    @Override
    public void status(Status status) {
        Duration up = Duration.between(Instant.parse(status.since()), clock.instant());
        out.println("devsync up, pid " + status.pid() + ", running for " + Quantity.time(up) + ", " + status.config());
        if (!status.engine().isEmpty()) {
            out.println(status.engine());
        }
        status.syncs().forEach(this::sync);
        for (Status.AppStatus app : status.apps()) {
            boolean fine = app.state().equals("done");
            out.println(style.bold(app.service()) + "  "
                    + (fine ? style.green(app.state()) : style.yellow(app.state())) + "  " + app.target()
                    + app(app));
        }
    }

    private String app(Status.AppStatus app) {
        String pid = app.pid() == 0 ? "" : "pid " + app.pid();
        if (app.reason().isEmpty()) {
            return pid.isEmpty() ? "" : ", app " + pid;
        }
        return ", " + style.red(Text.printable(app.reason()))
                + (pid.isEmpty() ? "" : ", the app from before runs, " + pid);
    }

    private void sync(Status.SyncStatus sync) {
        String found = sync.revision() == 0
                ? "being scanned for the first time"
                : Quantity.count(sync.files(), "file") + ", " + Quantity.bytes(sync.bytes()) + ", revision "
                        + sync.revision();
        out.println(style.bold(sync.service()) + "  " + sync.folder() + " -> " + sync.target() + "  (" + found + ")");
        if (sync.targets().isEmpty()) {
            out.println("  " + style.yellow("waiting") + "  " + sync.waiting());
        }
        for (Status.TargetStatus target : sync.targets()) {
            boolean fine = target.phase().equals("in-sync") && target.revision() == sync.revision();
            out.println("  " + (fine ? style.green(target.phase()) : style.yellow(target.phase())) + "  "
                    + target.name() + "  " + target.inSync() + " of " + Quantity.count(target.files(), "file")
                    + ", revision " + target.revision()
                    + (target.transport().isEmpty() ? "" : ", " + target.transport())
                    + (target.problem().isEmpty() ? "" : style.red("  " + target.problem())));
        }
        leftOut(sync.leftOut());
    }

    private void leftOut(List<LeftOut> paths) {
        paths.stream()
                .limit(SHOWN)
                .forEach(each -> out.println("  " + style.yellow("left out") + "  " + each.path() + ": " + each.why()));
        if (paths.size() > SHOWN) {
            out.println("  and " + (paths.size() - SHOWN) + " more left out; --json lists all");
        }
    }

    @Override
    public void checks(List<Check> checks) {
        for (Check check : checks) {
            String mark = switch (check.result()) {
                case OK -> style.green("ok      ");
                case WARNING -> style.yellow("warning ");
                case FAILED -> style.red("failed  ");
            };
            out.println(mark + style.bold(check.subject()) + ": " + check.finding());
            if (!check.advice().isEmpty()) {
                out.println("        " + style.dim(check.advice()));
            }
        }
    }

    @Override
    public void cleanups(List<Cleanup> cleanups) {
        for (Cleanup cleanup : cleanups) {
            String where = style.bold(cleanup.service() + ": " + cleanup.instance());
            cleanup.removed().forEach(path -> out.println(style.green("removed ") + where + ":" + path));
            cleanup.kept()
                    .forEach(
                            each -> out.println(style.red("kept    ") + where + ":" + each.path() + ": " + each.why()));
            if (cleanup.removed().isEmpty() && cleanup.kept().isEmpty()) {
                out.println(style.green("clean   ") + where);
            }
        }
    }
}
