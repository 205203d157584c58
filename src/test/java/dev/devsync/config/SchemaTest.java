package dev.devsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.tree.SyncMode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaTest {

    private static JsonNode schema() throws Exception {
        try (InputStream in = ConfigFile.class.getResourceAsStream("devsync.schema.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        }
    }

    private static JsonNode of(Section section) throws Exception {
        return switch (section) {
            case FILE -> schema();
            case SERVICE -> schema().at("/$defs/service");
            case SYNC -> schema().at("/$defs/sync");
            case STEP -> schema().at("/$defs/step");
            case READY -> schema().at("/$defs/ready");
            case RULE -> schema().at("/$defs/rule");
            case HOOKS -> schema().at("/$defs/hooks");
            case RELAY -> schema().at("/$defs/relay");
        };
    }

    @ParameterizedTest
    @EnumSource
    void hasTheKeysThatAreReadAndDescribesEach(Section section) throws Exception {
        JsonNode mapping = of(section);
        List<String> keys = new ArrayList<>();
        mapping.get("properties").fieldNames().forEachRemaining(keys::add);
        assertThat(keys).containsExactlyElementsOf(Key.words(section));
        assertThat(mapping.get("properties"))
                .allSatisfy(key -> assertThat(key.path("description").asText()).isNotBlank());
        assertThat(mapping.get("additionalProperties").asBoolean(true)).isFalse();
    }

    @Test
    void hasTheActionsThatAreRead() throws Exception {
        List<String> actions = new ArrayList<>();
        of(Section.RULE).at("/properties/action/enum").forEach(action -> actions.add(action.asText()));
        assertThat(actions)
                .containsExactlyElementsOf(
                        Arrays.stream(Action.values()).map(Action::keyword).toList());
    }

    @Test
    void hasTheModesThatAreRead() throws Exception {
        List<String> modes = new ArrayList<>();
        of(Section.SYNC).at("/properties/mode/enum").forEach(mode -> modes.add(mode.asText()));
        assertThat(modes)
                .containsExactlyElementsOf(
                        Arrays.stream(SyncMode.values()).map(SyncMode::keyword).toList());
        assertThat(of(Section.SYNC).at("/properties/mode/default").asText()).isEqualTo(SyncMode.ONE_WAY_SAFE.keyword());
    }

    @Test
    void hasTheToolboxThatIsTaken() throws Exception {
        assertThat(of(Section.FILE).at("/properties/toolbox/default").asText())
                .isEqualTo(ToolboxChoice.DEFAULT.image())
                .matches(of(Section.FILE).at("/properties/toolbox/pattern").asText());
    }
}
