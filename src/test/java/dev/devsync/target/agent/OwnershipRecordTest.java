package dev.devsync.target.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.tree.Entry;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnershipRecordTest {

    private static final RelativePath PATH = RelativePath.of("a b/c\nd");
    private static final Entry.File FILE = new Entry.File(12, 34, 0644);

    private static Map<RelativePath, Snapshot.Written> parse(String text) {
        OwnershipRecord.Parser parser = new OwnershipRecord.Parser();
        for (String line : text.split(OwnershipRecord.END, -1)) {
            parser.accept(line);
        }
        return parser.owned();
    }

    @Test
    void later_lines_win() {
        String claim = OwnershipRecord.claim(PATH);
        String fact = OwnershipRecord.fact(PATH, FILE, MtimePrecision.SECONDS);
        String release = OwnershipRecord.release(PATH);
        assertThat(parse(claim)).isEqualTo(Map.of(PATH, Snapshot.Unknown.UNKNOWN));
        assertThat(parse(claim + fact)).isEqualTo(Map.of(PATH, new Snapshot.FileWritten(12, 34)));
        // Claimed again and then cut off: what is there is anybody's guess.
        assertThat(parse(claim + fact + claim)).isEqualTo(Map.of(PATH, Snapshot.Unknown.UNKNOWN));
        assertThat(parse(claim + fact + release)).isEmpty();
    }

    @Test
    void exact_times_are_recorded_only_where_the_target_keeps_none() {
        assertThat(OwnershipRecord.fact(PATH, FILE, MtimePrecision.NANOSECONDS)).isEmpty();
        assertThat(OwnershipRecord.fact(PATH, new Entry.Symlink("x"), MtimePrecision.SECONDS))
                .isEmpty();
    }

    @Test
    void what_a_full_disk_cut_short_is_passed_over() {
        String good = OwnershipRecord.claim(RelativePath.of("good"));
        for (String cut : List.of("=12", "=12:", "=12:34", "=1x:3 p", "+", "-", "+/", "", "?x", "+a//b")) {
            assertThat(parse(cut + OwnershipRecord.END + good))
                    .as(cut)
                    .containsKey(RelativePath.of("good"))
                    .hasSizeLessThanOrEqualTo(2);
        }
    }
}
