package dev.devsync.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/// Results for programs: one JSON document on one line.
public final class JsonDocuments implements Documents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;

    public JsonDocuments(PrintStream out) {
        this.out = out;
    }

    @Override
    public void verdicts(List<Verdict> verdicts) {
        ArrayNode all = JSON.createArrayNode();
        for (Verdict verdict : verdicts) {
            ObjectNode node = all.addObject()
                    .put("service", verdict.target().service())
                    .put("target", verdict.target().instance())
                    .put("root", verdict.target().root())
                    .put("equal", verdict.isEqual())
                    .put("paths", verdict.files())
                    .put("hostDigest", verdict.host().hex())
                    .put("targetDigest", verdict.there().hex());
            ArrayNode differences = node.putArray("differences");
            verdict.differences()
                    .forEach(difference -> differences
                            .addObject()
                            .put("path", difference.path().text())
                            .put("what", difference.what()));
            ArrayNode leftOut = node.putArray("leftOut");
            verdict.leftOut()
                    .forEach(
                            each -> leftOut.addObject().put("path", each.path()).put("why", each.why()));
        }
        out.println(all);
    }

    @Override
    public void status(Status status) {
        try {
            out.println(JSON.writeValueAsString(status));
        } catch (JsonProcessingException e) {
            throw new AssertionError("a record of strings and numbers", e);
        }
    }

    @Override
    public void plans(List<PlanSummary> plans) {
        ArrayNode all = JSON.createArrayNode();
        plans.forEach(plan -> all.add(JsonReactions.plan(plan)));
        out.println(all);
    }

    @Override
    public void histories(List<RungHistory> histories) {
        ArrayNode all = JSON.createArrayNode();
        for (RungHistory each : histories) {
            ObjectNode node = all.addObject()
                    .put("service", each.service())
                    .put("action", each.action())
                    .put("count", each.count())
                    .put("succeeded", each.succeeded())
                    .put("failuresInARow", each.failuresInARow());
            if (each.median() != null) {
                node.put("medianMs", each.median().toMillis());
            }
        }
        out.println(all);
    }

    @Override
    public void checks(List<Check> checks) {
        ArrayNode all = JSON.createArrayNode();
        for (Check check : checks) {
            all.addObject()
                    .put("subject", check.subject())
                    .put("result", check.result().name().toLowerCase(Locale.ROOT))
                    .put("finding", check.finding())
                    .put("advice", check.advice());
        }
        out.println(all);
    }

    @Override
    public void cleanups(List<Cleanup> cleanups) {
        ArrayNode all = JSON.createArrayNode();
        for (Cleanup cleanup : cleanups) {
            ObjectNode node = all.addObject().put("service", cleanup.service()).put("target", cleanup.instance());
            ArrayNode removed = node.putArray("removed");
            cleanup.removed().forEach(removed::add);
            ArrayNode kept = node.putArray("kept");
            cleanup.kept()
                    .forEach(each -> kept.addObject().put("path", each.path()).put("why", each.why()));
        }
        out.println(all);
    }
}
