package dev.devsync.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.bench.Margin.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `make bench-check` can fail.
class MarginTest {

    private static final Margin TWICE = new Margin(Workload.BURST, Copying.TAR, 2);

    private static Results results(double ours, double theirs) {
        Results results = new Results();
        Figures devsync = new Figures();
        devsync.add(ours);
        Figures tar = new Figures();
        tar.add(theirs);
        results.rows.put(Workload.BURST, Map.of(Watching.DEVSYNC, devsync, Copying.TAR, tar));
        return results;
    }

    @Test
    void holds_from_the_margin_on() {
        assertThat(TWICE.verdict(results(100, 200)).outcome()).isEqualTo(Outcome.KEPT);
        assertThat(TWICE.verdict(results(100, 199)).outcome()).isEqualTo(Outcome.BROKEN);
    }

    @Test
    void says_what_is_compared() {
        assertThat(TWICE.verdict(results(100, 150)).text())
                .isEqualTo("tar over docker exec / devsync, 2,000 small files written: 1.5, at least 2.0");
    }

    @Test
    void knows_nothing_of_what_was_not_measured() {
        assertThat(TWICE.verdict(new Results()).outcome()).isEqualTo(Outcome.UNKNOWN);
    }
}
