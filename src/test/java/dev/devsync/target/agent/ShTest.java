package dev.devsync.target.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Quoting against a real shell: random bytes come back as they were, whatever they spell.
class ShTest {

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_shell_takes_a_quoted_word_as_it_is(long seed) throws Exception {
        Random random = new Random(seed);
        String favourites = "'\"\\$`;&|<>(){}[]*?~#!=% \t\n-";
        StringBuilder script = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            StringBuilder word = new StringBuilder();
            for (int n = random.nextInt(20); n >= 0; n--) {
                word.append(
                        random.nextBoolean()
                                ? favourites.charAt(random.nextInt(favourites.length()))
                                : (char) (1 + random.nextInt(255)));
            }
            script.append("printf '%s\\0' ").append(Sh.quote(word.toString())).append('\n');
            expected.append(word).append('\0');
        }
        Process sh = new ProcessBuilder("sh").start();
        sh.getOutputStream().write(("LC_ALL=C; export LC_ALL\n" + script).getBytes(ISO_8859_1));
        sh.getOutputStream().close();
        String answer = new String(sh.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(answer).isEqualTo(expected.toString());
    }
}
