package dev.devsync.config;

import static java.util.stream.Collectors.toCollection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads the top of the file: the project's name and its services.
final class ProjectReader {

    /// What Compose takes for the name of a service.
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-zA-Z0-9._-]+");

    /// What a reference to an image looks like, by and large: the engine knows it exactly.
    private static final Pattern IMAGE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:/@+-]*");

    /// How no toolbox is asked for; YAML 1.1 reads `off` as false, and so do some editors.
    private static final Set<String> OFF = Set.of("off", "false");

    private static final String ADD_SERVICES = "add `services:` with the services to sync to, each with a `sync` list";

    private final Path file;
    private final Map<String, String> environment;
    private final Problems problems;

    ProjectReader(Path file, Map<String, String> environment, Problems problems) {
        this.file = file;
        this.environment = environment;
        this.problems = problems;
    }

    /// The project, or null if problems were found.
    @Nullable
    Project read(Node root) {
        YamlMapping mapping = YamlMapping.of(root, Section.FILE, "the file", problems);
        if (mapping == null) {
            return null;
        }
        Path folder = file.resolveSibling("").normalize();
        String name = name(mapping, folder);
        ToolboxChoice toolbox = toolbox(mapping);
        List<Service> services = services(mapping, name, folder);
        return problems.isEmpty() ? new Project(file, folder, name, toolbox, services, problems.files()) : null;
    }

    private ToolboxChoice toolbox(YamlMapping mapping) {
        String image = mapping.text(Key.TOOLBOX);
        if (image == null) {
            return ToolboxChoice.DEFAULT;
        }
        if (OFF.contains(image)) {
            return ToolboxChoice.OFF;
        }
        if (!IMAGE.matcher(image).matches() || image.equals("true") || image.equals("on")) {
            problems.at(
                    mapping.place(Key.TOOLBOX),
                    "`toolbox` is `%s`, which is no image".formatted(image),
                    "name an image with a static busybox, as in `%s`, or write `off`"
                            .formatted(ToolboxChoice.DEFAULT.image()));
        }
        return new ToolboxChoice(image);
    }

    /// As Compose does, so that its containers are found: the variable wins over the file.
    private String name(YamlMapping mapping, Path folder) {
        String fromFile = mapping.text(Key.NAME);
        String byFolder = ProjectName.ofFolder(
                folder.getFileName() == null ? "" : folder.getFileName().toString());
        String fromVariable = environment.getOrDefault(ProjectName.VARIABLE, "");
        if (fromFile != null && !ProjectName.isValid(fromFile)) {
            problems.at(
                    mapping.place(Key.NAME),
                    "`name` is `%s`, which Compose takes for no project's name".formatted(fromFile),
                    ProjectName.RULE);
        }
        if (!fromVariable.isEmpty()) {
            if (!ProjectName.isValid(fromVariable)) {
                problems.inWholeFile(
                        "%s is `%s`, which Compose takes for no project's name"
                                .formatted(ProjectName.VARIABLE, fromVariable),
                        ProjectName.RULE);
            }
            return fromVariable;
        }
        if (fromFile == null && byFolder.isEmpty()) {
            problems.inWholeFile(
                    "no project's name can be made of the folder's name", "add `name:` at the top of the file");
        }
        return fromFile != null ? fromFile : byFolder;
    }

    private List<Service> services(YamlMapping mapping, String project, Path folder) {
        YamlMapping.Entry entry = mapping.get(Key.SERVICES);
        if (entry == null) {
            problems.at(mapping.place(Key.SERVICES), "the file has no `services`", ADD_SERVICES);
            return List.of();
        }
        YamlMapping named = YamlMapping.ofNames(entry.value(), "`services`", problems);
        if (named == null) {
            return List.of();
        }
        if (named.entries().isEmpty()) {
            problems.at(named.place(), "`services` names no service", ADD_SERVICES);
        }
        DependencyOrder order = new DependencyOrder(problems);
        RelayReader relays = new RelayReader(folder, problems);
        ServiceReader reader = new ServiceReader(
                new LocationReader(project, folder, relays, problems),
                relays,
                new SyncReader(folder, problems),
                new ReactionsReader(new EnvReader(folder, environment, problems), problems),
                order,
                problems);
        List<Service> services = new ArrayList<>();
        for (YamlMapping.Entry service : named.entries()) {
            if (!SERVICE_NAME.matcher(service.word()).matches()) {
                problems.at(
                        service.key(),
                        "`%s` is no name for a service".formatted(service.word()),
                        "use letters, digits, `.`, `_` and `-`");
            }
            Service read = reader.read(service);
            if (read != null) {
                services.add(read);
            }
        }
        order.check(named.entries().stream().map(YamlMapping.Entry::word).collect(toCollection(LinkedHashSet::new)));
        return services;
    }
}
