package dev.devsync.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.LoadSettingsBuilder;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads a file as YAML, up to nodes that know their line.
public final class YamlText {

    /// Far above any real file, far below what could exhaust memory.
    private static final int MOST_CHARACTERS = 1_000_000;

    /// Aliases of lists and mappings: keeps a file of nested aliases from growing without bound.
    private static final int MOST_ALIASES = 100;

    /// The composer calls itself for each level, so the levels must be counted before it runs.
    private static final int MOST_LEVELS = 100;

    private static final String OTHER_FILE = "check that the file is the one you meant";

    private static final String EXAMPLE = "start with: services: {api: {sync: [{path: ., target: /app}]}}";

    private YamlText() {}

    /// The root node, or null if there is none to go on with.
    public static @Nullable Node read(Path file, Problems problems) {
        String text = text(file, problems);
        return text == null ? null : parse(text, LoadSettings.builder().setLabel(file.toString()), problems);
    }

    /// The root node of what no file holds, without places; null with a problem if there is none.
    public static @Nullable Node parse(String text, Problems problems) {
        return parse(text, LoadSettings.builder().setUseMarks(false), problems);
    }

    private static @Nullable Node parse(String text, LoadSettingsBuilder builder, Problems problems) {
        LoadSettings settings = builder.setMaxAliasesForCollections(MOST_ALIASES)
                .setCodePointLimit(MOST_CHARACTERS)
                .setAllowNonScalarKeys(true)
                .build();
        try {
            if (isTooDeep(text, settings, problems)) {
                return null;
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.inWholeFile("the file is empty", EXAMPLE);
            }
            return root.orElse(null);
        } catch (MarkedYamlEngineException e) {
            problems.at(e.getProblemMark().or(e::getContextMark), "not valid YAML: " + e.getProblem(), advice(e));
        } catch (YamlEngineException e) {
            problems.inWholeFile("not YAML that can be read: " + e.getMessage(), OTHER_FILE);
        }
        return null;
    }

    private static boolean isTooDeep(String text, LoadSettings settings, Problems problems) {
        int level = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent) {
                level++;
            } else if (event instanceof CollectionEndEvent) {
                level--;
            }
            if (level > MOST_LEVELS) {
                problems.at(
                        event.getStartMark(),
                        "lists and mappings are nested more than %d deep".formatted(MOST_LEVELS),
                        OTHER_FILE);
                return true;
            }
        }
        return false;
    }

    private static String advice(MarkedYamlEngineException e) {
        return String.valueOf(e.getProblem()).contains("TAB")
                ? "indent with spaces: YAML allows no tabs there"
                : "quote text that starts with one of * & ! { [ @ % or holds `: `, and check the indentation";
    }

    /// What the file holds; null with a problem if it cannot be read as text.
    static @Nullable String text(Path file, Problems problems) {
        problems.drawsOn(file);
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (NoSuchFileException _) {
            problems.inWholeFile("there is no such file", "check the path, or create the file");
        } catch (AccessDeniedException _) {
            problems.inWholeFile("you may not read the file", "give yourself the permission to read it");
        } catch (CharacterCodingException _) {
            problems.inWholeFile("the file is not UTF-8 text", "save it as UTF-8");
        } catch (IOException e) {
            problems.inWholeFile(
                    "the file cannot be read: " + e.getMessage(), "check that it is a file and that you may read it");
        }
        return null;
    }
}
