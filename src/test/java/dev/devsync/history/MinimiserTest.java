package dev.devsync.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinimiserTest {

    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    private static List<Integer> minimise(List<Integer> needed, AtomicInteger tries) {
        return new Minimiser<Integer>(
                        tried -> {
                            tries.incrementAndGet();
                            return tried.containsAll(needed);
                        },
                        () -> false)
                .minimise(HUNDRED);
    }

    @Test
    void findsTheOneStepThatFails() {
        AtomicInteger tries = new AtomicInteger();
        assertThat(minimise(List.of(63), tries)).containsExactly(63);
        assertThat(tries.get()).isLessThan(40);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsAllThatAreNeededAndKeepsTheirOrder(long seed) {
        List<Integer> needed =
                new Random(seed).ints(4, 0, 100).sorted().distinct().boxed().toList();
        assertThat(minimise(needed, new AtomicInteger())).isEqualTo(needed);
    }

    /// 1-minimal: each step depends on the one before being there or not.
    @Test
    void goesOnUntilNothingCanBeLeftOut() {
        List<Integer> smallest = new Minimiser<Integer>(
                        tried -> tried.contains(99) && tried.size() % 3 == 1, () -> false)
                .minimise(HUNDRED);
        assertThat(smallest).contains(99).hasSizeLessThan(100);
    }

    @Test
    void stopsWhenTimeIsOver() {
        AtomicInteger tries = new AtomicInteger();
        List<Integer> left = new Minimiser<Integer>(
                        tried -> {
                            tries.incrementAndGet();
                            return tried.contains(5);
                        },
                        () -> tries.get() >= 3)
                .minimise(HUNDRED);
        assertThat(tries.get()).isEqualTo(3);
        assertThat(left).contains(5);
    }
}
