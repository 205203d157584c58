package dev.devsync.config;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads where the targets of a service are.
final class LocationReader {

    /// What Kubernetes takes for a namespace.
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /// What selectors are written with; kubectl tells what is wrong with the rest.
    private static final Pattern SELECTOR = Pattern.compile("[\\w./!(][\\w./,=!() -]*");

    private final String project;
    private final Path folder;
    private final RelayReader relays;
    private final Problems problems;

    /// @param folder the project's
    LocationReader(String project, Path folder, RelayReader relays, Problems problems) {
        this.project = project;
        this.folder = folder;
        this.relays = relays;
        this.problems = problems;
    }

    Location read(String name, String what, YamlMapping mapping) {
        String container = mapping.text(Key.CONTAINER);
        String label = mapping.text(Key.LABEL);
        String pod = mapping.text(Key.POD);
        boolean local = mapping.isTrue(Key.LOCAL);
        checkOnePlace(what, mapping, pod, local);
        checkForPods(what, mapping, pod);
        if (container != null) {
            checkNotEmpty(container, mapping, Key.CONTAINER, "write the container's name");
        }
        if (pod != null) {
            return pod(pod, container, mapping);
        }
        if (mapping.get(Key.RELAY) != null) {
            Location relay = relays.read(mapping, what);
            return relay == null ? new Location.ContainerName(name) : relay; // a problem has been told
        }
        if (container != null) {
            return new Location.ContainerName(container);
        }
        if (label != null) {
            return label(label, mapping);
        }
        return local ? new Location.LocalFolder() : new Location.ComposeService(project, name, folder);
    }

    /// Beside `pod`, `container` says which of the pod's it is.
    private void checkOnePlace(String what, YamlMapping mapping, @Nullable String pod, boolean local) {
        List<Key> said = Stream.of(Key.CONTAINER, Key.LABEL, Key.POD, Key.LOCAL, Key.RELAY)
                .filter(key -> key == Key.LOCAL ? local : mapping.get(key) != null)
                .filter(key -> key != Key.CONTAINER || pod == null)
                .toList();
        if (said.size() > 1) {
            problems.at(
                    mapping.place(said.getLast()),
                    "%s has both %s and %s, but can be in one place only"
                            .formatted(what, said.getFirst(), said.getLast()),
                    "keep one of them");
        }
    }

    private void checkForPods(String what, YamlMapping mapping, @Nullable String pod) {
        for (Key key : List.of(Key.NAMESPACE, Key.CONTEXT)) {
            if (pod == null && mapping.get(key) != null) {
                problems.at(
                        mapping.place(key),
                        "%s has %s, which means something for pods only".formatted(what, key),
                        "say which pods with `pod: \"app=NAME\"`, or take it out");
            }
        }
    }

    private Location pod(String selector, @Nullable String container, YamlMapping mapping) {
        checkNotEmpty(selector, mapping, Key.POD, "write a label selector, as in app=api");
        if (!selector.isBlank() && !SELECTOR.matcher(selector).matches()) {
            problems.at(
                    mapping.place(Key.POD),
                    "`pod` is `%s`, which is no label selector".formatted(selector),
                    "write labels, as in app=api or app=api,tier=web; a pod's name is no label");
        }
        String namespace = mapping.text(Key.NAMESPACE);
        if (namespace != null && !NAMESPACE.matcher(namespace).matches()) {
            problems.at(
                    mapping.place(Key.NAMESPACE),
                    "`namespace` is `%s`, which names no namespace".formatted(namespace),
                    "use lower-case letters, digits and hyphens; `kubectl get namespaces` lists what there is");
        }
        String context = mapping.text(Key.CONTEXT);
        if (context != null) {
            checkNotEmpty(context, mapping, Key.CONTEXT, "`kubectl config get-contexts` lists what there is");
        }
        return new Location.Pod(selector, container, namespace, context);
    }

    private Location label(String label, YamlMapping mapping) {
        int equals = label.indexOf('=');
        String key = equals < 0 ? label : label.substring(0, equals);
        checkNotEmpty(key, mapping, Key.LABEL, "write key=value, or the key alone");
        return new Location.Label(key, equals < 0 ? null : label.substring(equals + 1));
    }

    private void checkNotEmpty(String text, YamlMapping mapping, Key key, String advice) {
        if (text.isBlank()) {
            problems.at(mapping.place(key), key + " names nothing", advice);
        }
    }
}
