package dev.devsync.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The chart as Helm's own code renders it.
final class Chart {

    static final Path FOLDER = Path.of("charts/devsync");
    static final String HOOK = "helm.sh/hook: test";

    /// A question to the cluster, in a template.
    private static final String LOOKUP = "lookup \"v1\" \"Secret\" \\.Release\\.Namespace \\([^)]*\\)";

    /// Without one Helm takes a cluster for an old one.
    static final String KUBERNETES = "1.29.0";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Chart() {}

    static Helm helm() {
        return new Helm(FOLDER);
    }

    /// The manifests for some values, the pods of `helm test` among them: Helm's library leaves hooks out, so
    /// they are rendered from a copy in which those pods are no hooks. And it asks a cluster for what is
    /// there already; the program without one finds nothing, and so does the copy.
    ///
    /// @param scratch a folder for the copy
    /// @param values as in a values file
    static List<JsonNode> render(Path scratch, String values) throws IOException {
        Path file = Files.writeString(Files.createTempFile(scratch, "values", ".yaml"), values);
        TemplateCommand command = new Helm(withoutHooks(scratch))
                .template()
                .withName("api")
                .withNamespace("dev")
                .withKubeVersion(KUBERNETES)
                .withValuesFile(file);
        List<JsonNode> manifests = new ArrayList<>();
        for (Object document : all(command.call())) {
            if (document != null) {
                manifests.add(JSON.valueToTree(document));
            }
        }
        return manifests;
    }

    private static Path withoutHooks(Path scratch) throws IOException {
        Path copy = Files.createTempDirectory(scratch, "chart").resolve("devsync");
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.toList()) {
                Path to = copy.resolve(FOLDER.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.writeString(
                            to,
                            Files.readString(file)
                                    .replace("    " + HOOK + "\n", "")
                                    .replaceAll(LOOKUP, "dict"));
                }
            }
        }
        return copy;
    }

    private static Iterable<Object> all(String yaml) {
        return new Load(LoadSettings.builder().build()).loadAllFromString(yaml);
    }

    static JsonNode yaml(Path file) throws IOException {
        return JSON.valueToTree(all(Files.readString(file)).iterator().next());
    }

    /// The one manifest of a kind.
    static JsonNode only(List<JsonNode> manifests, String kind) {
        List<JsonNode> found = manifests.stream()
                .filter(each -> each.path("kind").asText().equals(kind))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " manifests of kind " + kind);
        }
        return found.getFirst();
    }
}
