package dev.devsync.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsync.tree.RelativePath;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/// Shows events to programs: one JSON object a line, with `event` and `time` (RFC 3339) first. Times that something
/// took are in milliseconds, sizes in bytes.
public final class JsonReporter implements Reporter {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// The most paths of a drift that are named.
    private static final int DRIFTED = 20;

    private final PrintStream out;
    private final InstantSource clock;
    private final JsonReactions reactions = new JsonReactions(this::object);

    public JsonReporter(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public synchronized void on(Event event) {
        out.println(json(event));
        out.flush();
    }

    private ObjectNode json(Event event) {
        return switch (event) {
            case Event.SourceReady e ->
                object("source-ready")
                        .put("service", e.service())
                        .put("folder", e.folder())
                        .put("files", e.files())
                        .put("bytes", e.bytes())
                        .put("ms", Quantity.millis(e.took()));
            case Event.Waiting e ->
                object("waiting").put("service", e.service()).put("why", e.why());
            case Event.Connected e -> {
                ObjectNode node = target("connected", e.target()).put("transport", e.transport());
                strings(node.putArray("weaknesses"), e.weaknesses());
                yield node;
            }
            case Event.FillProgress e ->
                target("progress", e.target())
                        .put("files", e.files())
                        .put("filesInAll", e.filesInAll())
                        .put("bytes", e.bytes())
                        .put("bytesInAll", e.bytesInAll());
            case Event.CaughtUp e ->
                delta(target("in-sync", e.target()), e.sent())
                        .put("files", e.files())
                        .put("ms", Quantity.millis(e.took()));
            case Event.Synced e ->
                delta(object("synced").put("service", e.service()).put("root", e.root()), e.delta())
                        .put("targets", e.targets())
                        .put("targetsInAll", e.targetsInAll())
                        .put("revision", e.revision())
                        .put("ms", Quantity.millis(e.took()));
            case Event.Relayed e -> {
                ObjectNode node = object("relayed")
                        .put("service", e.relay().service())
                        .put("relay", e.relay().toString())
                        .put("targets", e.targets())
                        .put("targetsInAll", e.targetsInAll())
                        .put("revision", e.revision())
                        .put("ms", Quantity.millis(e.took()));
                strings(node.putArray("behind"), e.behind());
                yield node;
            }
            case Event.PathTrouble e ->
                object("path-problem")
                        .put("where", e.where())
                        .put("path", e.problem().path().text())
                        .put("kind", e.problem().kind().name().toLowerCase(Locale.ROOT))
                        .put("message", e.problem().detail());
            case Event.PathRecovered e ->
                object("path-recovered")
                        .put("where", e.where())
                        .put("path", e.path().text());
            case Event.Trouble e ->
                object("problem")
                        .put("subject", e.subject())
                        .put("message", e.message())
                        .put("advice", e.advice());
            case Event.Recovered e ->
                object("recovered").put("subject", e.subject()).put("message", e.message());
            case Event.Gone e -> target("gone", e.target()).put("why", e.why());
            case Event.Halted e ->
                object("halted")
                        .put("service", e.service())
                        .put("folder", e.folder())
                        .put("why", e.why())
                        .put("advice", e.advice());
            case Event.Resumed e ->
                object("resumed").put("service", e.service()).put("folder", e.folder());
            case Event.Reaction e -> reactions.json(e.what());
            case Event.Drift e -> {
                ObjectNode node = target("drift", e.target())
                        .put("what", e.what().name().toLowerCase(Locale.ROOT))
                        .put("outcome", e.outcome().name().toLowerCase(Locale.ROOT))
                        .put("count", e.paths().size());
                strings(
                        node.putArray("paths"),
                        e.paths().stream()
                                .limit(DRIFTED)
                                .map(RelativePath::text)
                                .toList());
                yield node;
            }
            case Event.Note e -> object("note").put("subject", e.subject()).put("message", e.message());
        };
    }

    private ObjectNode object(String event) {
        return JSON.createObjectNode()
                .put("event", event)
                .put("time", clock.instant().toString());
    }

    private ObjectNode target(String event, TargetName target) {
        return object(event)
                .put("service", target.service())
                .put("target", target.instance())
                .put("root", target.root());
    }

    private static ObjectNode delta(ObjectNode node, DeltaSummary delta) {
        strings(
                node.putArray("paths"),
                delta.paths().stream().map(RelativePath::text).toList());
        return node.put("changes", delta.changes())
                .put("written", delta.written())
                .put("folders", delta.folders())
                .put("attributes", delta.attributes())
                .put("deleted", delta.deleted())
                .put("sentBytes", delta.bytes());
    }

    private static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
