package dev.devsync.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final long SECOND = 1_000_000_000L;

    private static RelativePath p(String path) {
        return RelativePath.of(path);
    }

    private static Entry.File file(long size, long mtime) {
        return new Entry.File(size, mtime, 0644);
    }

    private static Comparison.Result compare(Tree wanted, Snapshot found, MtimePrecision precision, SyncMode mode) {
        return new Comparison(wanted, found, precision)
                .result(Set.of(), mode, List.of(), (path, folder) -> path.raw().startsWith("ignored"));
    }

    @Test
    void equal_size_and_exact_time_are_equal() {
        Tree tree = Tree.EMPTY.with(p("a"), file(1, 5));
        Snapshot found = new Snapshot(tree, Map.of());
        assertThat(new Comparison(tree, found, MtimePrecision.NANOSECONDS).undecided())
                .isEmpty();
        assertThat(compare(tree, found, MtimePrecision.NANOSECONDS, SyncMode.ONE_WAY_SAFE)
                        .acknowledged())
                .isEqualTo(tree);
    }

    @Test
    void another_time_needs_a_digest_and_another_size_does_not() {
        Tree host = Tree.EMPTY.with(p("a"), file(1, 5)).with(p("b"), file(1, 5));
        Tree there = Tree.EMPTY.with(p("a"), file(1, 6)).with(p("b"), file(2, 5));
        Comparison comparison = new Comparison(host, new Snapshot(there, Map.of()), MtimePrecision.NANOSECONDS);
        assertThat(comparison.undecided()).containsExactly(p("a"));
        Comparison.Result result =
                comparison.result(Set.of(p("a")), SyncMode.ONE_WAY_SAFE, List.of(), (path, folder) -> false);
        assertThat(result.corrections()).containsExactly(new Change.SetAttributes(p("a"), file(1, 5)));
        assertThat(Delta.between(result.acknowledged(), host).changes())
                .containsExactly(new Change.Put(p("b"), file(1, 5)));
    }

    @Test
    void whole_seconds_decide_only_with_the_record_of_the_exact_time() {
        Tree host = Tree.EMPTY.with(p("a"), file(1, 5 * SECOND + 7));
        Tree there = Tree.EMPTY.with(p("a"), file(1, 6 * SECOND)); // rounded up
        Snapshot bare = new Snapshot(there, Map.of());
        assertThat(new Comparison(host, bare, MtimePrecision.SECONDS).undecided())
                .containsExactly(p("a"));
        Snapshot recorded = new Snapshot(there, Map.of(p("a"), new Snapshot.FileWritten(1, 5 * SECOND + 7)));
        assertThat(new Comparison(host, recorded, MtimePrecision.SECONDS).undecided())
                .isEmpty();
        // Edited in the same second to the same size while devsync was off:
        Tree edited = Tree.EMPTY.with(p("a"), file(1, 5 * SECOND + 8));
        assertThat(new Comparison(edited, recorded, MtimePrecision.SECONDS).undecided())
                .containsExactly(p("a"));
    }

    @Test
    void a_file_changed_a_moment_ago_is_never_taken_by_its_time() {
        Entry.File fresh = file(1, 5).withDigest(new Digest("0".repeat(64)));
        Tree host = Tree.EMPTY.with(p("a"), fresh);
        Snapshot found = new Snapshot(Tree.EMPTY.with(p("a"), file(1, 5)), Map.of());
        assertThat(new Comparison(host, found, MtimePrecision.NANOSECONDS).undecided())
                .containsExactly(p("a"));
    }

    @Test
    void only_what_devsync_owns_goes_in_safe_mode() {
        Tree host = Tree.EMPTY.with(p("kept"), file(1, 1));
        Tree there = host.with(p("owned"), file(1, 1))
                .with(p("foreign"), file(1, 1))
                .with(p("d/owned"), file(1, 1))
                .with(p("d/foreign"), file(1, 1));
        Snapshot found = new Snapshot(
                there,
                Map.of(
                        p("owned"), Snapshot.Unknown.UNKNOWN,
                        p("d"), Snapshot.Unknown.UNKNOWN,
                        p("d/owned"), Snapshot.Unknown.UNKNOWN,
                        p("long-gone"), Snapshot.Unknown.UNKNOWN));
        Tree acknowledged = compare(host, found, MtimePrecision.NANOSECONDS, SyncMode.ONE_WAY_SAFE)
                .acknowledged();
        assertThat(Delta.between(acknowledged, host).changes().stream().map(Change::path))
                .containsExactly(p("owned"), p("d/owned"), p("d"));
    }

    @Test
    void nothing_follows_from_what_the_host_cannot_read() {
        Tree host = Tree.EMPTY.with(p("secrets"), new Entry.Directory(0755));
        Tree there = host.with(p("secrets/key"), file(1, 1)).with(p("secrets2"), file(1, 1));
        Map<RelativePath, Snapshot.Written> owned =
                Map.of(p("secrets/key"), Snapshot.Unknown.UNKNOWN, p("secrets2"), Snapshot.Unknown.UNKNOWN);
        for (SyncMode mode : SyncMode.values()) {
            Tree acknowledged = new Comparison(host, new Snapshot(there, owned), MtimePrecision.NANOSECONDS)
                    .result(Set.of(), mode, List.of(p("secrets")), (path, folder) -> false)
                    .acknowledged();
            assertThat(Delta.between(acknowledged, host).changes().stream().map(Change::path))
                    .containsExactly(p("secrets2"));
        }
    }

    @Test
    void everything_but_the_ignored_goes_in_replica_mode() {
        Tree host = Tree.EMPTY.with(p("kept"), file(1, 1));
        Tree there = host.with(p("foreign"), file(1, 1)).with(p("ignored/x"), file(1, 1));
        Tree acknowledged = compare(
                        host, new Snapshot(there, Map.of()), MtimePrecision.NANOSECONDS, SyncMode.ONE_WAY_REPLICA)
                .acknowledged();
        assertThat(Delta.between(acknowledged, host).changes().stream().map(Change::path))
                .containsExactly(p("foreign"));
    }

    @Test
    void modes_are_set_right_but_not_on_folders_of_others() {
        Tree host = Tree.EMPTY
                .with(p("f"), new Entry.File(1, 1, 0755))
                .with(p("d"), new Entry.Directory(0755))
                .with(p("e"), new Entry.Directory(0755));
        Tree there = Tree.EMPTY
                .with(p("f"), new Entry.File(1, 1, 0644))
                .with(p("d"), new Entry.Directory(0700))
                .with(p("e"), new Entry.Directory(0700));
        Snapshot found = new Snapshot(there, Map.of(p("d"), Snapshot.Unknown.UNKNOWN));
        Comparison.Result result = compare(host, found, MtimePrecision.NANOSECONDS, SyncMode.ONE_WAY_SAFE);
        assertThat(Delta.between(result.acknowledged(), host)
                        .with(result.corrections())
                        .changes())
                .containsExactlyInAnyOrder(
                        new Change.SetAttributes(p("d"), new Entry.Directory(0755)),
                        new Change.SetAttributes(p("f"), new Entry.File(1, 1, 0755)));
    }

    @Test
    void a_type_conflict_shows_what_is_there() {
        Tree host = Tree.EMPTY.with(p("a"), file(1, 1)).with(p("b/c"), file(1, 1));
        Tree there = Tree.EMPTY.with(p("a/own"), file(1, 1)).with(p("b"), new Entry.Symlink("elsewhere"));
        Tree acknowledged = compare(
                        host, new Snapshot(there, Map.of()), MtimePrecision.NANOSECONDS, SyncMode.ONE_WAY_SAFE)
                .acknowledged();
        assertThat(acknowledged.get(p("a"))).isInstanceOf(Entry.Directory.class);
        assertThat(acknowledged.get(p("b"))).isInstanceOf(Entry.Symlink.class);
    }
}
