package dev.devsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// docs/configuration.md describes every key, in the table of its section, and its examples can be read.
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("docs/configuration.md");

    private static final Map<Section, String> TITLES = Map.of(
            Section.FILE, "The file",
            Section.SERVICE, "A service",
            Section.SYNC, "A sync",
            Section.STEP, "A command",
            Section.READY, "Ready",
            Section.RULE, "A rule",
            Section.HOOKS, "After each change",
            Section.RELAY, "A relay");

    @TempDir
    private Path folder;

    @TestFactory
    List<DynamicTest> hasEachKeyOnceInItsTable() throws Exception {
        String page = Files.readString(PAGE);
        return List.of(Section.values()).stream()
                .map(section -> DynamicTest.dynamicTest(section.name(), () -> {
                    String rest = page.substring(page.indexOf("\n## " + TITLES.get(section) + "\n") + 4);
                    String part = rest.contains("\n## ") ? rest.substring(0, rest.indexOf("\n## ")) : rest;
                    List<String> keys = Pattern.compile("(?m)^\\| `(\\w+)` \\|")
                            .matcher(part)
                            .results()
                            .map(row -> row.group(1))
                            .toList();
                    assertThat(keys).containsExactlyInAnyOrderElementsOf(Key.words(section));
                }))
                .toList();
    }

    @Test
    void hasTheActionsInTheirOrder() throws Exception {
        List<String> actions = Pattern.compile("(?m)^- `([\\w-]+)`: ")
                .matcher(Files.readString(PAGE))
                .results()
                .map(item -> item.group(1))
                .toList();
        assertThat(actions)
                .containsExactlyElementsOf(
                        List.of(Action.values()).stream().map(Action::keyword).toList());
    }

    @Test
    void hasExamplesThatCanBeRead() throws Exception {
        Files.createFile(folder.resolve(".env"));
        Files.createDirectory(folder.resolve("web"));
        List<String> examples = Pattern.compile("(?s)```yaml\n(.*?)```")
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult example) -> example.group(1))
                .toList();
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            Path file = Files.writeString(folder.resolve("devsync.yaml"), example);
            assertThat(ConfigFile.read(file, Map.of()).services()).isNotEmpty();
        }
    }
}
