package dev.devsync.config.compose;

import dev.devsync.config.DotenvFile;
import dev.devsync.config.Problems;
import dev.devsync.config.YamlText;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads compose files into one node, as Compose would: interpolated, extended, merged, with what they include.
final class ComposeLoader {

    /// YAML's own tags begin with `tag:`, Compose's are these.
    private static final Set<String> TAGS = Set.of("!", "!reset", "!override");

    private static final Pattern OWN_TAG = Pattern.compile("!.*");

    /// Far above any real project; ends what includes itself.
    private static final int MOST_LEVELS = 20;

    private final Path home;
    private final Problems problems;

    /// What only Compose itself can resolve, in words.
    private final Set<String> unresolved = new LinkedHashSet<>();

    /// Every file that was read, in order.
    private final Set<Path> read = new LinkedHashSet<>();

    private final Set<String> unset = new LinkedHashSet<>();

    ComposeLoader(Path home, Problems problems) {
        this.home = home;
        this.problems = problems;
    }

    Set<String> unresolved() {
        return unresolved;
    }

    Set<Path> read() {
        return read;
    }

    /// Variables that are asked for without a default, and are not set.
    Set<String> unset() {
        return unset;
    }

    /// @param files merged in this order
    /// @param folder what their paths are relative to
    @Nullable
    MappingNode load(List<Path> files, Path folder, Map<String, String> variables) {
        return load(files, folder, variables, 0);
    }

    private @Nullable MappingNode load(List<Path> files, Path folder, Map<String, String> variables, int level) {
        MappingNode merged = null;
        for (Path file : files) {
            MappingNode root = root(file, variables);
            if (root == null) {
                continue;
            }
            root = withServices(root, new ServiceExtends(file, folder, variables).all(root));
            root = withIncluded(root, folder, variables, level);
            merged = merged == null ? root : (MappingNode) NodeMerge.files(merged, root);
        }
        return merged == null ? null : (MappingNode) NodeMerge.settled(merged);
    }

    private @Nullable MappingNode root(Path file, Map<String, String> variables) {
        read.add(file);
        Node node = YamlText.read(file, problems);
        if (node == null) {
            return null;
        }
        checkTags(node);
        if (new Interpolation(variables, problems, unset).of(node) instanceof MappingNode root) {
            return root;
        }
        problems.at(node, "a compose file must be a mapping", "start with `services:`");
        return null;
    }

    private void checkTags(Node node) {
        String tag = node.getTag().getValue();
        if (OWN_TAG.matcher(tag).matches() && !TAGS.contains(tag)) {
            unresolved.add("the tag " + tag + " (line " + Yaml.line(node) + ")");
        }
        switch (node) {
            case MappingNode mapping -> mapping.getValue().forEach(tuple -> checkTags(tuple.getValueNode()));
            case SequenceNode sequence -> sequence.getValue().forEach(this::checkTags);
            default -> {}
        }
    }

    private static MappingNode withServices(MappingNode root, Map<String, Node> services) {
        return services.isEmpty() ? root : Yaml.with(root, "services", asNode(services, root));
    }

    private static MappingNode asNode(Map<String, Node> services, Node place) {
        List<NodeTuple> tuples = new ArrayList<>();
        services.forEach((name, service) -> tuples.add(new NodeTuple(Yaml.scalar(name, service), service)));
        return Yaml.mapping(tuples, place);
    }

    private MappingNode withIncluded(MappingNode root, Path folder, Map<String, String> variables, int level) {
        Node include = Yaml.at(root, "include");
        if (include == null) {
            return root;
        }
        Map<String, Node> services = Yaml.entries(Yaml.at(root, "services"));
        for (Node item : Yaml.itemsOrOne(include)) {
            MappingNode included = included(item, folder, variables, level);
            Yaml.entries(Yaml.at(included, "services")).forEach((name, service) -> {
                if (services.putIfAbsent(name, service) != null) {
                    problems.at(
                            item,
                            "what is included has a service `%s`, and so has this project".formatted(name),
                            "rename one of them, or change the included one in an override file");
                }
            });
        }
        return withServices(Yaml.without(root, "include"), services);
    }

    private @Nullable MappingNode included(Node item, Path folder, Map<String, String> variables, int level) {
        if (level == MOST_LEVELS) {
            problems.at(
                    item, "files include one another more than %d deep".formatted(MOST_LEVELS), "look for a circle");
            return null;
        }
        List<String> paths = Yaml.texts(item instanceof ScalarNode ? item : Yaml.at(item, "path"));
        List<Path> files = new ArrayList<>();
        for (String path : paths) {
            Path file = file(path, folder, item, "include");
            if (file != null) {
                files.add(file);
            }
        }
        if (files.isEmpty()) {
            return null;
        }
        String said = Yaml.text(Yaml.at(item, "project_directory"));
        Path inner = said == null
                ? Objects.requireNonNull(files.getFirst().getParent())
                : folder.resolve(said).normalize();
        return load(files, inner, variables(item, folder, inner, variables), level + 1);
    }

    /// The variables of what is included: its own files' are defaults under the project's.
    private Map<String, String> variables(Node item, Path folder, Path inner, Map<String, String> outer) {
        List<String> said = Yaml.texts(Yaml.at(item, "env_file"));
        List<Path> files = said.isEmpty()
                ? List.of(inner.resolve(".env"))
                : said.stream().map(folder::resolve).toList();
        Map<String, String> variables = new HashMap<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                variables.putAll(new DotenvFile(outer, problems).read(file));
            }
        }
        variables.putAll(outer);
        return variables;
    }

    /// The file of a path; null with a problem, or for one that is not of this machine.
    private @Nullable Path file(String path, Path folder, Node place, String what) {
        if (ServicePaths.isRemote(path)) {
            unresolved.add("%s of %s (line %d)".formatted(what, path, Yaml.line(place)));
            return null;
        }
        try {
            Path file = folder.resolve(path).normalize();
            if (Files.isRegularFile(file)) {
                return file;
            }
        } catch (InvalidPathException _) {
            // said below
        }
        problems.at(
                place,
                "`%s` names %s, and there is no such file".formatted(what, path),
                "correct the path: it is relative to " + folder);
        return null;
    }

    /// The services of one file with what they extend.
    private final class ServiceExtends {

        private final Path file;
        private final Path folder;
        private final Map<String, String> variables;

        ServiceExtends(Path file, Path folder, Map<String, String> variables) {
            this.file = file;
            this.folder = folder;
            this.variables = variables;
        }

        Map<String, Node> all(MappingNode root) {
            Map<String, Node> services = Yaml.entries(Yaml.at(root, "services"));
            services.replaceAll((name, service) -> one(name, service, root, List.of()));
            return services;
        }

        private Node one(String name, Node node, MappingNode root, List<String> way) {
            if (!(node instanceof MappingNode written)) {
                return node;
            }
            MappingNode service = new ServicePaths(folder, home).in(written);
            Node extended = Yaml.at(service, "extends");
            if (extended == null) {
                return service;
            }
            MappingNode own = Yaml.without(service, "extends");
            List<String> further = new ArrayList<>(way);
            further.add(file + " " + name);
            Node base = base(extended, root, further);
            return base == null ? own : NodeMerge.services(base, own);
        }

        private @Nullable Node base(Node extended, MappingNode root, List<String> way) {
            String name = Yaml.text(extended instanceof ScalarNode ? extended : Yaml.at(extended, "service"));
            if (name == null) {
                problems.at(extended, "`extends` names no service", "write extends: {service: NAME}");
                return null;
            }
            String path = Yaml.text(Yaml.at(extended, "file"));
            Path other = path == null ? file : file(path, folder, extended, "extends");
            if (other == null) {
                return null;
            }
            boolean here = other.equals(file);
            MappingNode there = here ? root : root(other, variables);
            if (there == null) {
                return null;
            }
            if (way.contains(other + " " + name)) {
                problems.at(extended, "`extends` goes in a circle at `%s`".formatted(name), "take one of them out");
                return null;
            }
            Node base = Yaml.at(Yaml.at(there, "services"), name);
            if (base == null) {
                problems.at(
                        extended, "`extends` names `%s`, which is no service of %s".formatted(name, other), "name one");
                return null;
            }
            Path inner = here ? folder : Objects.requireNonNull(other.getParent());
            return new ServiceExtends(other, inner, variables).one(name, base, there, way);
        }
    }
}
