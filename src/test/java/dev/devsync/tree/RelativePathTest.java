package dev.devsync.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelativePathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b", "a\u0000b"})
    void refuses_what_could_lead_elsewhere(String raw) {
        assertThatThrownBy(() -> new RelativePath(raw)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "...", "..a", "a..", ".a", "a/.b/c", " ", "-"})
    void takes_odd_but_honest_names(String raw) {
        assertThat(new RelativePath(raw).raw()).isEqualTo(raw);
    }

    @Test
    void keeps_bytes_that_are_not_utf_8() {
        byte[] bytes = {'a', (byte) 0xff, '/', (byte) 0xc3};
        RelativePath path = RelativePath.ofBytes(bytes);
        assertThat(path.bytes()).isEqualTo(bytes);
        assertThat(path.display()).isEqualTo("a\\xff/\\xc3");
    }

    @Test
    void shows_nothing_that_could_steer_a_terminal() {
        assertThat(RelativePath.of("a\u001b[31m\nb\u202ec").display()).isEqualTo("a\\x1b[31m\\nb\\u202ec");
        assertThat(RelativePath.of("\u00e4\u65e5").display()).isEqualTo("\u00e4\u65e5");
    }

    @Test
    void knows_its_parts() {
        RelativePath path = RelativePath.of("a/b/c");
        assertThat(path.segments()).isEqualTo(List.of("a", "b", "c"));
        assertThat(path.parent()).isEqualTo(RelativePath.of("a/b"));
        assertThat(path.name()).isEqualTo("c");
        assertThat(RelativePath.of("a").parent()).isEqualTo(RelativePath.ROOT);
        assertThat(path.isWithin(RelativePath.of("a/b"))).isTrue();
        assertThat(path.isWithin(RelativePath.of("a/bb"))).isFalse();
        assertThat(RelativePath.of("a/bb").isWithin(RelativePath.of("a/b"))).isFalse();
    }

    @Test
    void orders_as_a_walk_does() {
        List<String> sorted = List.of("a/b", "a", "a.b", "a-", "b", "a/b/c").stream()
                .map(RelativePath::of)
                .sorted()
                .map(RelativePath::raw)
                .toList();
        assertThat(sorted).isEqualTo(List.of("a", "a/b", "a/b/c", "a-", "a.b", "b"));
    }
}
