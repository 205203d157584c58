package dev.devsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.report.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Completions and manual pages say what the commands say of themselves.
class CompletionCommandTest {

    /// All that ours use; a line that begins with another dot would be taken for a request and vanish.
    private static final List<String> REQUESTS = List.of("TH", "SH", "TP", "B", "nf", "fi");

    @TempDir
    private Path folder;

    private String printed(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Main.run(
                new Surroundings(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(out, true, UTF_8),
                        Map.of(),
                        folder,
                        folder,
                        Style.PLAIN),
                args);
        assertThat(code).as(out.toString(UTF_8)).isZero();
        return out.toString(UTF_8);
    }

    @Test
    void bashIsWhatIsMeantWhenNothingIsSaid() {
        assertThat(printed("completion"))
                .isEqualTo(printed("completion", "bash"))
                .contains("complete -F");
        assertThat(printed("completion", "zsh"))
                .startsWith("#compdef devsync\n")
                .contains("bashcompinit");
    }

    @Test
    void fishKnowsCommandsTheirOptionsAndWhichOfThemTakeFiles() {
        assertThat(printed("completion", "fish"))
                .contains("complete -c devsync -n __fish_use_subcommand -a up -d '")
                .contains("complete -c devsync -n '__fish_seen_subcommand_from logs' -l follow -s F -d '")
                .containsPattern("__fish_seen_subcommand_from up' .*-l file .*-r -F -d '")
                .contains("complete -c devsync -n '__fish_seen_subcommand_from plan' -F")
                .doesNotContain("man-pages")
                .matches("(?s)(complete -c devsync [^\n]*\n)+\n?");
    }

    @Test
    void everyCommandHasAManualPageWithItsOptions() throws Exception {
        printed("completion", "--man-pages", folder.resolve("man1").toString());
        try (Stream<Path> pages = Files.list(folder.resolve("man1"))) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .contains("devsync.1", "devsync-up.1", "devsync-sync.1", "devsync-doctor.1", "devsync-logs.1");
        }
        assertThat(Files.readString(folder.resolve("man1/devsync.1")))
                .startsWith(".TH \"DEVSYNC\" \"1\"")
                .contains("\\fBdevsync\\-up\\fR(1)", "5 halted for safety");
        assertThat(Files.readString(folder.resolve("man1/devsync-logs.1")))
                .contains(
                        "devsync\\-logs \\- Shows what the apps", "\\fB\\-\\-follow\\fR", "devsync logs \\-\\-follow");
    }

    @Test
    void noLineOfAManualPageIsTakenForARequest() throws Exception {
        printed("completion", "--man-pages", folder.resolve("man1").toString());
        try (Stream<Path> pages = Files.list(folder.resolve("man1"))) {
            for (Path page : pages.toList()) {
                assertThat(Files.readAllLines(page)).as(page.toString()).allSatisfy(line -> {
                    if (line.startsWith(".")) {
                        assertThat(REQUESTS).contains(line.substring(1).split(" ", 2)[0]);
                    }
                    assertThat(line)
                            .matches("\\p{ASCII}*") // groff takes bytes for Latin-1
                            .doesNotStartWith("'")
                            .doesNotContain("\u001B", "@|");
                });
            }
        }
    }
}
