package dev.devsync.config.compose;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Makes the host's paths in a service absolute, so that services from several folders can be merged.
final class ServicePaths {

    /// What Compose takes for something to be fetched, and no path.
    private static final Pattern REMOTE =
            Pattern.compile("(?:[a-z][a-z0-9+.-]*://|git@|github\\.com/|docker-image:).*|.*\\.git(?:#.*)?");

    private final Path folder;
    private final Path home;

    /// @param folder what relative paths are relative to
    ServicePaths(Path folder, Path home) {
        this.folder = folder;
        this.home = home;
    }

    static boolean isRemote(String path) {
        return REMOTE.matcher(path).matches();
    }

    /// The path, absolute; what is none is left as it is.
    String absolute(String written) {
        if (isRemote(written)) {
            return written;
        }
        try {
            Path path = written.equals("~") || written.startsWith("~/")
                    ? home.resolve(written.substring(Math.min(2, written.length())))
                    : folder.resolve(written);
            return path.normalize().toString();
        } catch (InvalidPathException _) {
            return written;
        }
    }

    /// The service with absolute paths where devsync looks at them.
    MappingNode in(MappingNode service) {
        MappingNode made = service;
        Node build = Yaml.at(service, "build");
        if (build != null) {
            made = Yaml.with(made, "build", build(build));
        }
        if (Yaml.at(service, "volumes") instanceof SequenceNode volumes) {
            made = Yaml.with(made, "volumes", tagged(volumes, each(volumes, this::volume)));
        }
        if (Yaml.at(service, "develop") instanceof MappingNode develop
                && Yaml.at(develop, "watch") instanceof SequenceNode watch) {
            made = Yaml.with(
                    made,
                    "develop",
                    tagged(develop, Yaml.with(develop, "watch", tagged(watch, each(watch, rule -> in(rule, "path"))))));
        }
        return made;
    }

    private Node build(Node build) {
        String context = Yaml.text(build);
        if (context != null) {
            return Yaml.scalar(absolute(context), build);
        }
        return build instanceof MappingNode mapping ? tagged(mapping, in(mapping, "context")) : build;
    }

    private Node volume(Node volume) {
        String line = Yaml.text(volume);
        if (line == null) {
            return "bind".equals(Yaml.text(Yaml.at(volume, "type"))) ? in(volume, "source") : volume;
        }
        VolumeText text = VolumeText.of(line);
        return text.isBind()
                ? Yaml.scalar(
                        absolute(text.source()) + ":" + text.target()
                                + (text.mode().isEmpty() ? "" : ":" + text.mode()),
                        volume)
                : volume;
    }

    private Node in(Node mapping, String key) {
        Node value = Yaml.at(mapping, key);
        String path = Yaml.text(value);
        return path == null || value == null || !(mapping instanceof MappingNode real)
                ? mapping
                : Yaml.with(real, key, Yaml.scalar(absolute(path), value));
    }

    @FunctionalInterface
    private interface Change {
        Node of(Node node);
    }

    private static Node each(SequenceNode sequence, Change change) {
        List<Node> changed = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            changed.add(change.of(item));
        }
        return Yaml.sequence(changed, sequence);
    }

    /// Keeps `!override` and `!reset`, which are for the merge to come.
    private static Node tagged(Node before, Node after) {
        if (before.getTag().getValue().startsWith("!")) {
            after.setTag(before.getTag());
        }
        return after;
    }
}
