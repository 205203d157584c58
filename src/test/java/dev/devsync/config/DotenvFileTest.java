package dev.devsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DotenvFileTest {

    @TempDir
    private Path folder;

    private Map<String, String> read(String text) throws Exception {
        Path file = Files.writeString(folder.resolve(".env"), text);
        Problems problems = new Problems(file);
        Map<String, String> variables = new DotenvFile(Map.of("HOME", "/root", "EMPTY", ""), problems).read(file);
        assertThat(problems.isEmpty()).as("nothing is wrong").isTrue();
        return variables;
    }

    @Test
    void readsWhatComposeReads() throws Exception {
        assertThat(read("""
                # a comment
                PLAIN=a b # and a comment
                HASH=a#b
                export EXPORTED=1
                SPACED = x
                NOTHING=
                COLON: yes
                SINGLE='$HOME \\n "x"' # comment
                DOUBLE="a\\tb \\"q\\" \\$5 $HOME"
                MULTI="first
                second"
                URL=postgres://u:p@db/x?a=b
                HOME
                UNSET
                AFTER=1\r
                """))
                .containsExactly(
                        entry("PLAIN", "a b"),
                        entry("HASH", "a#b"),
                        entry("EXPORTED", "1"),
                        entry("SPACED", "x"),
                        entry("NOTHING", ""),
                        entry("COLON", "yes"),
                        entry("SINGLE", "$HOME \\n \"x\""),
                        entry("DOUBLE", "a\tb \"q\" $5 /root"),
                        entry("MULTI", "first\nsecond"),
                        entry("URL", "postgres://u:p@db/x?a=b"),
                        entry("HOME", "/root"),
                        entry("AFTER", "1"));
    }

    @Test
    void fillsVariablesIn() throws Exception {
        assertThat(read("""
                A=1
                B=${A}2$A
                C=${X:-none}${EMPTY:-e}${EMPTY-e}
                D=${X:-${Y:-deep}}
                E=${A:+set}${X:+set}
                F=$$5 costs $
                """))
                .containsOnly(
                        entry("A", "1"),
                        entry("B", "121"),
                        entry("C", "nonee"),
                        entry("D", "deep"),
                        entry("E", "set"),
                        entry("F", "$5 costs $"));
    }
}
