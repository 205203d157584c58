package dev.devsync.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Reactions as JSON objects.
final class JsonReactions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Function<String, ObjectNode> start;

    /// @param start makes an object for an event's name
    JsonReactions(Function<String, ObjectNode> start) {
        this.start = start;
    }

    ObjectNode json(ReactionEvent event) {
        return switch (event) {
            case ReactionEvent.Planned e -> {
                ObjectNode node = object("planned", e);
                node.set("plan", plan(e.plan()));
                yield node;
            }
            case ReactionEvent.StepStarted e ->
                kind(object("step-started", e), e.kind())
                        .put("command", e.command())
                        .put("why", e.why());
            case ReactionEvent.StepEnded e ->
                kind(object("step-ended", e), e.kind())
                        .put("command", e.command())
                        .put("ms", Quantity.millis(e.took()))
                        .put("ok", e.how() == null)
                        .put("how", e.how())
                        .put("appGoesOn", e.appGoesOn());
            case ReactionEvent.StepCancelled e ->
                kind(object("step-cancelled", e), e.kind()).put("command", e.command());
            case ReactionEvent.Output e -> kind(object("output", e), e.kind()).put("line", e.line());
            case ReactionEvent.AppStarted e ->
                object("app-started", e).put("pid", e.pid()).put("attached", e.attached());
            case ReactionEvent.AppStopped e ->
                object("app-stopped", e).put("ms", Quantity.millis(e.took())).put("killed", e.killed());
            case ReactionEvent.AppReady e -> {
                ObjectNode node = object("ready", e)
                        .put("action", e.action())
                        .put("since", e.since().name().toLowerCase(Locale.ROOT))
                        .put("ms", Quantity.millis(e.took()));
                ObjectNode parts = node.putObject("parts");
                e.parts().forEach((part, took) -> parts.put(part, Quantity.millis(took)));
                yield node;
            }
            case ReactionEvent.AppNotReady e ->
                lines(
                        object("not-ready", e)
                                .put("ms", Quantity.millis(e.limit()))
                                .put("check", e.check()),
                        e.lastLines());
            case ReactionEvent.AppEnded e ->
                lines(object("app-ended", e).put("how", e.how()).put("next", e.next()), e.lastLines());
            case ReactionEvent.Signalled e -> object("signalled", e).put("signal", e.signal());
            case ReactionEvent.Reload e -> object("reload", e);
        };
    }

    static ObjectNode plan(PlanSummary plan) {
        ObjectNode node = JSON.createObjectNode().put("service", plan.service()).put("action", plan.action());
        ArrayNode execs = node.putArray("execs");
        plan.execs().forEach(execs::add);
        ArrayNode decisions = node.putArray("decisions");
        plan.decisions()
                .forEach(each -> decisions
                        .addObject()
                        .put("path", each.path())
                        .put("action", each.action())
                        .put("because", each.because()));
        ArrayNode passedOver = node.putArray("passedOver");
        plan.passedOver()
                .forEach(each ->
                        passedOver.addObject().put("action", each.action()).put("because", each.because()));
        return plan.expected() == null ? node : node.put("expectedMs", Quantity.millis(plan.expected()));
    }

    private ObjectNode object(String name, ReactionEvent event) {
        return start.apply(name)
                .put("service", event.place().service())
                .put("target", event.place().instance());
    }

    private static ObjectNode kind(ObjectNode node, ReactionEvent.Kind kind) {
        return node.put("kind", kind.name().toLowerCase(Locale.ROOT));
    }

    private static ObjectNode lines(ObjectNode node, List<String> lines) {
        ArrayNode last = node.putArray("lastLines");
        lines.forEach(last::add);
        return node;
    }
}
