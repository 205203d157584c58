package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeldBackTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final AtomicLong clock = new AtomicLong();
    private final HeldBack held = new HeldBack(clock::get);
    private final Tree wanted = Tree.EMPTY
            .with(RelativePath.of("refused"), new Entry.File(1, 1, 0644))
            .with(RelativePath.of("folder/in/it"), new Entry.File(1, 1, 0644))
            .with(RelativePath.of("fine"), new Entry.File(1, 1, 0644));

    private void refuse(String path) {
        held.tried(
                Delta.between(Tree.EMPTY, wanted),
                List.of(new PathProblem(RelativePath.of(path), PathProblem.Kind.CONFLICT, "no")),
                wanted);
    }

    private List<RelativePath> waiting(Tree tree) {
        return held.waiting(Delta.between(Tree.EMPTY, tree), tree);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void holdsWhatWasRefusedAndNothingElse() {
        refuse("refused");
        assertThat(waiting(wanted)).containsExactly(RelativePath.of("refused"));
    }

    @Test
    void holdsWhatIsInARefusedFolder() {
        refuse("folder");
        assertThat(waiting(wanted))
                .containsExactly(
                        RelativePath.of("folder"), RelativePath.of("folder/in"), RelativePath.of("folder/in/it"));
    }

    @Test
    void triesAgainWhenItHasChangedOnTheHost() {
        refuse("refused");
        assertThat(waiting(wanted.with(RelativePath.of("refused"), new Entry.File(2, 2, 0644))))
                .isEmpty();
    }

    @Test
    void triesAgainMoreAndMoreSeldomButAtLeastOnceAMinute() {
        refuse("refused");
        Duration last = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            Duration pause = held.untilNext(LONG);
            assertThat(pause).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(Duration.ofMinutes(1));
            assertThat(waiting(wanted)).isNotEmpty();
            pass(pause);
            assertThat(waiting(wanted)).isEmpty();
            refuse("refused");
            last = pause;
        }
        assertThat(last).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void forgetsWhatSucceededAndWhatNobodyWantsAnyMore() {
        refuse("refused");
        held.tried(Delta.between(Tree.EMPTY, wanted), List.of(), wanted);
        assertThat(held.paths()).isEmpty();
        refuse("refused");
        held.keepOnly(Delta.NONE);
        assertThat(held.paths()).isEmpty();
        assertThat(held.untilNext(LONG)).isEqualTo(LONG);
    }
}
