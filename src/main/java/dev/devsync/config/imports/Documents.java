package dev.devsync.config.imports;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.devsync.config.ConfigException;
import dev.devsync.config.ConfigProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Files in TOML, JSON and YAML, as trees.
final class Documents {

    private Documents() {}

    static JsonNode toml(Path file) throws ConfigException, IOException {
        return read(file, new TomlMapper(), "TOML");
    }

    /// JSON, with the comments that nodemon's users write.
    static JsonNode json(Path file) throws ConfigException, IOException {
        ObjectMapper mapper = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                .build();
        return read(file, mapper, "JSON");
    }

    static JsonNode yaml(Path file) throws ConfigException, IOException {
        String text = Files.readString(file);
        try {
            Object root =
                    new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(text);
            return mapping(new ObjectMapper().valueToTree(root), file);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(ConfigProblem.WHOLE_FILE);
            int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(ConfigProblem.WHOLE_FILE);
            throw broken(file, line, column, "not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw broken(file, ConfigProblem.WHOLE_FILE, 0, "not YAML that can be read: " + e.getMessage());
        }
    }

    private static JsonNode read(Path file, ObjectMapper mapper, String format) throws ConfigException, IOException {
        try {
            return mapping(mapper.readTree(Files.readString(file)), file);
        } catch (JsonProcessingException e) {
            JsonLocation at = Optional.ofNullable(e.getLocation()).orElse(JsonLocation.NA);
            throw broken(
                    file,
                    Math.max(at.getLineNr(), ConfigProblem.WHOLE_FILE),
                    Math.max(at.getColumnNr(), 0),
                    "not valid %s: %s"
                            .formatted(
                                    format,
                                    e.getOriginalMessage().lines().findFirst().orElse("")));
        }
    }

    private static JsonNode mapping(JsonNode root, Path file) throws ConfigException {
        if (!root.isObject()) {
            throw broken(file, ConfigProblem.WHOLE_FILE, 0, "there are no keys and values in it");
        }
        return root;
    }

    static ConfigException broken(Path file, int line, int column, String message) {
        return new ConfigException(List.of(new ConfigProblem(
                file, line, column, message, "mend or remove the file, then try `devsync init` again")));
    }

    static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// The texts of a list; of one text, that one; nothing for what is neither.
    static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isValueNode() && !node.isNull()) {
            texts.add(node.asText());
        }
        node.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
