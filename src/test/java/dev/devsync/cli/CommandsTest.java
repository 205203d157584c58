package dev.devsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.report.Style;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandsTest {

    @TempDir
    private Path folder;

    @Command(name = "devsync")
    private static final class Empty {}

    private CommandLine line(String first) {
        CommandLine line = new CommandLine(new Empty());
        Surroundings surroundings = new Surroundings(System.out, System.err, Map.of(), folder, folder, Style.PLAIN);
        Commands.addTo(line, new Common(surroundings), first);
        return line;
    }

    @Test
    void hasAllWhereNoneIsAskedFor() {
        assertThat(line("").getSubcommands()).containsKeys("init", "up", "sync", "relay", "completion");
        assertThat(line("--help").getSubcommands().keySet())
                .containsExactlyElementsOf(line("").getSubcommands().keySet());
        assertThat(line("snyc").getSubcommands()).hasSizeGreaterThan(10); // to say which one may be meant
    }

    @Test
    void completionsAreAboutAll() {
        assertThat(line("completion").getSubcommands()).hasSizeGreaterThan(10);
    }

    @TestFactory
    Iterable<DynamicTest> hasOnlyTheOneThatIsAskedFor() {
        return line("").getSubcommands().keySet().stream()
                .filter(name -> !name.equals("completion"))
                .map(name -> DynamicTest.dynamicTest(
                        name, () -> assertThat(line(name).getSubcommands()).containsOnlyKeys(name)))
                .toList();
    }
}
