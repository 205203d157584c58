package dev.devsync.config;

import dev.devsync.tree.StopSignal;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// The keys that a service has in devsync.yaml, where they stand under `x-devsync` in a compose file.
public final class ServiceExtension {

    /// What it says.
    ///
    /// @param syncs in the file's order; may be empty
    public record Said(List<Sync> syncs, Reactions reactions) {}

    private static final TargetPath ROOT = new TargetPath("/");

    private final SyncReader syncs;
    private final ReactionsReader reactions;
    private final DependencyOrder order;
    private final Problems problems;

    /// @param folder what paths are relative to
    /// @param environment where variables without a value take theirs from
    public ServiceExtension(Path folder, Map<String, String> environment, Problems problems) {
        this.syncs = new SyncReader(folder, problems);
        this.reactions = new ReactionsReader(new EnvReader(folder, environment, problems), problems);
        this.order = new DependencyOrder(problems);
        this.problems = problems;
    }

    /// What a service's extension says; null with problems if it is none.
    ///
    /// @param inherited how the service is ended unless the extension says something else
    /// @param otherwise the service's first target if the extension has no sync; null if there is none at all
    public @Nullable Said read(
            String service, Node node, Location location, StopSignal inherited, @Nullable TargetPath otherwise) {
        String what = "`x-devsync` of service `" + service + "`";
        YamlMapping mapping = YamlMapping.of(node, Section.SERVICE, what, problems);
        if (mapping == null) {
            return null;
        }
        refuseOtherPlaces(mapping, what);
        List<SyncReader.Placed> placed = new ArrayList<>();
        List<Node> nodes = mapping.list(Key.SYNC);
        for (Node sync : nodes == null ? List.<Node>of() : nodes) {
            SyncReader.Placed read = syncs.read(sync, what, location);
            if (read != null) {
                placed.add(read);
            }
        }
        new TargetOverlaps(what, problems).check(placed);
        order.add(service, mapping.items(Key.DEPENDS_ON));
        TargetPath first = !placed.isEmpty() ? placed.getFirst().sync().target() : otherwise == null ? ROOT : otherwise;
        Reactions read = reactions.read(mapping, what, first, location);
        return new Said(
                placed.stream().map(SyncReader.Placed::sync).toList(),
                read.with(stop(mapping, inherited, read.stop())));
    }

    private void refuseOtherPlaces(YamlMapping mapping, String what) {
        for (Key key : List.of(Key.CONTAINER, Key.LABEL, Key.LOCAL)) {
            if (mapping.get(key) != null) {
                problems.at(
                        mapping.place(key),
                        "%s has %s, but its containers are those of the service".formatted(what, key),
                        "leave it out");
            }
        }
    }

    private static StopSignal stop(YamlMapping mapping, StopSignal inherited, StopSignal read) {
        return new StopSignal(
                mapping.get(Key.STOP_SIGNAL) == null ? inherited.signal() : read.signal(),
                mapping.get(Key.STOP_GRACE_PERIOD) == null ? inherited.grace() : read.grace());
    }

    /// Call it when all extensions were read.
    ///
    /// @param services the names of all services that they may depend on
    public void check(Set<String> services) {
        order.check(services);
    }
}
