package dev.devsync.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks that services which wait for others can ever go on.
final class DependencyOrder {

    private final Map<String, List<YamlMapping.Item>> dependencies = new LinkedHashMap<>();
    private final Problems problems;

    DependencyOrder(Problems problems) {
        this.problems = problems;
    }

    void add(String service, List<YamlMapping.Item> dependsOn) {
        dependencies.put(service, dependsOn);
    }

    /// Call it when all services are known.
    ///
    /// @param services the names of all services of the file
    void check(Set<String> services) {
        for (List<YamlMapping.Item> items : dependencies.values()) {
            for (YamlMapping.Item item : items) {
                if (!services.contains(item.text())) {
                    problems.at(
                            item.place(),
                            "`depends_on` names `%s`, which is no service of this file".formatted(item.text()),
                            Suggestion.forWord(item.text(), List.copyOf(services)));
                }
            }
        }
        List<String> done = new ArrayList<>();
        for (String service : dependencies.keySet()) {
            follow(service, new ArrayList<>(), done);
        }
    }

    private void follow(String service, List<String> way, List<String> done) {
        if (done.contains(service)) {
            return;
        }
        way.addLast(service);
        for (YamlMapping.Item item : dependencies.getOrDefault(service, List.of())) {
            int from = way.indexOf(item.text());
            if (from < 0) {
                follow(item.text(), way, done);
            } else {
                List<String> circle = new ArrayList<>(way.subList(from, way.size()));
                circle.add(item.text());
                problems.at(
                        item.place(),
                        "`depends_on` goes in a circle: " + String.join(" → ", circle),
                        "take one of them out: none of these services could ever be first");
            }
        }
        way.removeLast();
        done.add(service);
    }
}
