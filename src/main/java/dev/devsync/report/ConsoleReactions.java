package dev.devsync.report;

import dev.devsync.tree.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/// Words reactions for people.
final class ConsoleReactions {

    /// Where a line goes.
    interface Lines {
        /// Something that happened.
        void line(String subject, String text);

        /// Something that somebody must do something about.
        ///
        /// @param advice may be empty
        void trouble(String subject, String message, String advice);

        /// What something else wrote.
        void output(String subject, String text);
    }

    /// Decisions that are shown of a plan; `devsync plan` and JSON have all.
    private static final int SHOWN = 5;

    private final Style style;
    private final Lines lines;
    private final LastOutput lastOutput = new LastOutput();

    ConsoleReactions(Style style, Lines lines) {
        this.style = style;
        this.lines = lines;
    }

    void show(ReactionEvent event) {
        String service = event.place().service();
        switch (event) {
            case ReactionEvent.Planned e -> plan(e.plan()).forEach(line -> lines.line(service, style.dim(line)));
            case ReactionEvent.StepStarted e ->
                lines.line(
                        service,
                        name(e.kind()) + ": " + Text.printable(e.command())
                                + (e.why().isEmpty() ? "" : style.dim(" (" + e.why() + ")")));
            case ReactionEvent.StepEnded e -> stepEnded(e);
            case ReactionEvent.StepCancelled e ->
                lines.line(service, style.yellow("cancelled: ") + name(e.kind()) + ", something newer has come");
            case ReactionEvent.Output e -> {
                lastOutput.shown(e.line());
                lines.output(
                        e.kind() == ReactionEvent.Kind.REBUILD
                                ? "docker compose"
                                : e.place().instance(),
                        printable(e.line()));
            }
            case ReactionEvent.AppStarted e ->
                lines.line(
                        service,
                        (e.attached() ? "attached to the app that runs already, pid " : "app started, pid ")
                                + e.pid()
                                + where(e.place()));
            case ReactionEvent.AppStopped e ->
                lines.line(
                        service,
                        (e.killed()
                                        ? style.yellow("app killed") + ": it did not end by its signal within "
                                        : "app stopped in ")
                                + Quantity.time(e.took())
                                + where(e.place()));
            case ReactionEvent.AppReady e ->
                lines.line(
                        service,
                        style.green("ready ") + "after " + e.action() + where(e.place()) + ", " + took(e)
                                + style.dim(parts(e.parts())));
            case ReactionEvent.AppNotReady e -> {
                lines.trouble(
                        service,
                        "not ready after " + Quantity.time(e.limit()) + ": " + Text.printable(e.check())
                                + where(e.place()),
                        "It goes on running. " + said(e.lastLines()));
            }
            case ReactionEvent.AppEnded e ->
                lines.trouble(
                        service,
                        "the app has ended: " + e.how() + where(e.place()) + "; " + e.next(),
                        said(e.lastLines()));
            case ReactionEvent.Signalled e -> lines.line(service, "sent SIG" + e.signal() + where(e.place()));
            case ReactionEvent.Reload _ -> {} // for browsers and programs
        }
    }

    private String took(ReactionEvent.AppReady e) {
        String time = style.bold(Quantity.time(e.took()));
        return switch (e.since()) {
            case SAVE -> time + " since the save";
            case REQUEST, START -> "in " + time;
        };
    }

    private void stepEnded(ReactionEvent.StepEnded e) {
        if (e.how() == null) {
            lines.line(
                    e.place().service(),
                    style.green(name(e.kind()) + " done ") + "in " + style.bold(Quantity.time(e.took())));
            return;
        }
        lines.trouble(
                e.place().service(),
                name(e.kind()) + " failed: " + e.how() + " after " + Quantity.time(e.took()) + " ("
                        + Text.printable(e.command()) + ")",
                next(e));
    }

    private static String next(ReactionEvent.StepEnded e) {
        if (e.kind() == ReactionEvent.Kind.REBUILD) {
            return "Unless it came to replacing them, the containers from before go on.";
        }
        return e.appGoesOn() ? "The app from before goes on running." : "It is tried again after the next change.";
    }

    /// A plan in lines: what, why, and what was passed over.
    static List<String> plan(PlanSummary plan) {
        List<String> text = new java.util.ArrayList<>();
        text.add("plan: " + plan.action()
                + (plan.execs().isEmpty() ? "" : ", after " + Text.printable(String.join(", ", plan.execs())))
                + (plan.expected() == null ? "" : ", took " + Quantity.time(plan.expected()) + " the last times"));
        plan.decisions().stream()
                .limit(SHOWN)
                .forEach(each -> text.add("  " + each.action() + " for "
                        + (each.path().isEmpty() ? "it" : each.path()) + ": " + Text.printable(each.because())));
        if (plan.decisions().size() > SHOWN) {
            text.add("  and " + (plan.decisions().size() - SHOWN) + " more paths");
        }
        Map<String, List<String>> passedOver = plan.passedOver().stream()
                .collect(Collectors.groupingBy(
                        PlanSummary.PassedOver::because,
                        LinkedHashMap::new,
                        Collectors.mapping(PlanSummary.PassedOver::action, Collectors.toList())));
        passedOver.forEach(
                (because, actions) -> text.add("  not " + String.join(", ", actions) + ": " + Text.printable(because)));
        return text;
    }

    private static String name(ReactionEvent.Kind kind) {
        return switch (kind) {
            case EXEC -> "exec";
            case BUILD -> "build";
            case HOOK -> "post_sync";
            case REBUILD -> "rebuild";
            case APP -> "app";
        };
    }

    private static String where(ReactionEvent.Place place) {
        return place.instance().equals("local") ? "" : " (" + place.instance() + ")";
    }

    private static String parts(Map<String, java.time.Duration> parts) {
        return parts.isEmpty()
                ? ""
                : parts.entrySet().stream()
                        .map(part -> part.getKey() + " " + Quantity.time(part.getValue()))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private String said(List<String> lastLines) {
        return lastOutput.words(lastLines, style.overwrites());
    }

    /// Keeps colours on terminals that show them; everything else that a terminal would act on is escaped.
    private String printable(String line) {
        Matcher colour = LastOutput.COLOUR.matcher(line);
        StringBuilder text = new StringBuilder();
        int from = 0;
        boolean coloured = false;
        while (colour.find()) {
            text.append(escaped(line.substring(from, colour.start())));
            if (style == Style.COLOUR) {
                text.append(colour.group());
                coloured = true;
            }
            from = colour.end();
        }
        text.append(escaped(line.substring(from)));
        return coloured ? text.append("\u001b[0m").toString() : text.toString();
    }

    private static String escaped(String text) {
        return text.lines()
                .map(Text::printable)
                .collect(Collectors.joining(" "))
                .replace("\\t", "\t");
    }
}
