package dev.devsync.config.compose;

import dev.devsync.config.DurationText;
import dev.devsync.config.Problems;
import dev.devsync.config.ProjectName;
import dev.devsync.tree.StopSignal;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads what devsync needs out of a resolved model, be it resolved here or by Compose.
final class ModelReader {

    /// Compose's own, if a service says nothing.
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final ComposeFiles files;
    private final Problems problems;

    ModelReader(ComposeFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    ComposeModel read(MappingNode root, ComposeModel.Origin origin, List<String> unresolved) {
        List<ComposeService> services = new ArrayList<>();
        Yaml.entries(Yaml.at(root, "services")).forEach((name, node) -> services.add(service(name, node)));
        return new ComposeModel(files.folder(), files.files(), name(root), services, origin, unresolved);
    }

    private String name(MappingNode root) {
        String byVariable = files.variables().getOrDefault(ProjectName.VARIABLE, "");
        String inFile = Yaml.text(Yaml.at(root, "name"));
        String byFolder = ProjectName.ofFolder(Objects.toString(files.folder().getFileName(), ""));
        String name = !byVariable.isEmpty() ? byVariable : inFile != null ? inFile : byFolder;
        if (!ProjectName.isValid(name)) {
            problems.inWholeFile(
                    name.isEmpty()
                            ? "no project's name can be made of the folder's name"
                            : "the project's name is `%s`, which Compose does not take".formatted(name),
                    name.isEmpty() ? "add `name:` at the top of the file" : ProjectName.RULE);
        }
        return name;
    }

    private ComposeService service(String name, Node node) {
        List<String> profiles = Yaml.texts(Yaml.at(node, "profiles"));
        return new ComposeService(
                name,
                profiles,
                isActive(profiles),
                Yaml.text(Yaml.at(node, "image")),
                build(Yaml.at(node, "build")),
                Yaml.text(Yaml.at(node, "working_dir")),
                mounts(Yaml.at(node, "volumes")),
                dependsOn(Yaml.at(node, "depends_on")),
                stop(node),
                new WatchReader(name, files.variables(), problems).read(Yaml.at(Yaml.at(node, "develop"), "watch")),
                Yaml.at(node, "x-devsync"),
                node);
    }

    private boolean isActive(List<String> profiles) {
        Set<String> asked = new TreeSet<>(Arrays.asList(
                files.variables().getOrDefault("COMPOSE_PROFILES", "").split(",", -1)));
        return profiles.isEmpty() || asked.contains("*") || profiles.stream().anyMatch(asked::contains);
    }

    private static @Nullable ComposeBuild build(@Nullable Node build) {
        String context = Yaml.text(build instanceof MappingNode ? Yaml.at(build, "context") : build);
        if (context == null || ServicePaths.isRemote(context)) {
            return null;
        }
        String dockerfile = Yaml.text(Yaml.at(build, "dockerfile"));
        return new ComposeBuild(Path.of(context), dockerfile == null ? "Dockerfile" : dockerfile);
    }

    private static List<ComposeMount> mounts(@Nullable Node volumes) {
        List<ComposeMount> mounts = new ArrayList<>();
        for (Node volume : Yaml.items(volumes)) {
            String line = Yaml.text(volume);
            if (line != null) {
                VolumeText text = VolumeText.of(line);
                String kind = text.isBind() ? "bind" : "volume";
                add(kind, text.source(), text.target(), text.isReadOnly(), volume, mounts);
            } else {
                add(
                        Objects.requireNonNullElse(Yaml.text(Yaml.at(volume, "type")), "volume"),
                        Objects.requireNonNullElse(Yaml.text(Yaml.at(volume, "source")), ""),
                        Objects.requireNonNullElse(Yaml.text(Yaml.at(volume, "target")), ""),
                        Yaml.isTrue(Yaml.at(volume, "read_only")),
                        volume,
                        mounts);
            }
        }
        return mounts;
    }

    private static void add(
            String kind, String source, String target, boolean readOnly, Node place, List<ComposeMount> mounts) {
        if (target.startsWith("/")) { // what is none, Compose refuses
            mounts.add(new ComposeMount(kind, source, new TargetPath(target), readOnly, Yaml.line(place)));
        }
    }

    private static List<String> dependsOn(@Nullable Node node) {
        return node instanceof MappingNode ? List.copyOf(Yaml.entries(node).keySet()) : Yaml.texts(node);
    }

    private StopSignal stop(Node service) {
        return new StopSignal(signal(Yaml.at(service, "stop_signal")), grace(Yaml.at(service, "stop_grace_period")));
    }

    /// One that only Compose knows is for the engine alone: devsync restarts containers through it.
    private static String signal(@Nullable Node node) {
        try {
            String written = Yaml.text(node);
            return written == null ? StopSignal.DEFAULT.signal() : StopSignal.name(written);
        } catch (IllegalArgumentException _) {
            return StopSignal.DEFAULT.signal();
        }
    }

    private Duration grace(@Nullable Node node) {
        String written = Yaml.text(node);
        if (written == null || node == null) {
            return GRACE;
        }
        try {
            return DurationText.parse(written);
        } catch (IllegalArgumentException e) {
            problems.at(node, "`stop_grace_period` " + e.getMessage(), "write it as in 5s or 1m30s");
            return GRACE;
        }
    }
}
