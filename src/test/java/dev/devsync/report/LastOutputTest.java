package dev.devsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastOutputTest {

    private static final List<String> SYNTAX_ERROR = List.of(
            "/app/server.js:3",
            "const x = ;",
            "          ^",
            "",
            "SyntaxError: Unexpected token ';'",
            "    at wrapSafe (node:internal/modules/cjs/loader:1101:16)",
            "    at Module._compile (node:internal/modules/cjs/loader:1149:27)",
            "    at Module._extensions..js (node:internal/modules/cjs/loader:1239:10)",
            "    at Module.load (node:internal/modules/cjs/loader:1063:32)",
            "    at Module._load (node:internal/modules/cjs/loader:904:12)",
            "    at node:internal/main/run_main_module:22:47",
            "",
            "Node.js v18.20.4");

    private final LastOutput output = new LastOutput();

    @Test
    void eachLineIsOneAndTheErrorIsAmongThem() {
        assertThat(output.words(SYNTAX_ERROR, false).lines())
                .hasSizeLessThanOrEqualTo(11)
                .startsWith("Its last output:", "  /app/server.js:3", "  const x = ;")
                .contains("  SyntaxError: Unexpected token ';'")
                .doesNotContain("  ")
                .endsWith("      …", "  Node.js v18.20.4");
    }

    @Test
    void theLastTenAreShown() {
        List<String> lines = IntStream.range(0, 20).mapToObj(i -> "line " + i).toList();
        assertThat(output.words(lines, false).lines())
                .hasSize(11)
                .contains("  line 10")
                .doesNotContain("  line 9");
    }

    @Test
    void whatIsRightAboveIsNotRepeatedOnATerminal() {
        output.shown("an older line");
        SYNTAX_ERROR.forEach(output::shown);
        assertThat(output.words(SYNTAX_ERROR, true)).isEqualTo("Its last output is above.");
        assertThat(output.words(SYNTAX_ERROR, false)).contains("SyntaxError");
        output.shown("somebody else's");
        assertThat(output.words(SYNTAX_ERROR, true)).contains("SyntaxError");
    }

    @Test
    void whatATerminalWouldActOnIsEscaped() {
        assertThat(output.words(List.of("\u001b[31mred\u001b[0m", "\u001b[2J"), false))
                .isEqualTo("Its last output:\n  red\n  \\x1b[2J");
    }
}
