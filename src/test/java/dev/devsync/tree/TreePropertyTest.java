package dev.devsync.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random trees against a plain map, and deltas against a model of a target that carries them out step by step.
/// A failure names the seed; put it into [#seeds] to see it again.
class TreePropertyTest {

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    private static RelativePath path(Random random) {
        StringBuilder raw = new StringBuilder();
        int depth = 1 + random.nextInt(4);
        for (int i = 0; i < depth; i++) {
            raw.append(i == 0 ? "" : "/").append((char) ('a' + random.nextInt(4)));
        }
        return new RelativePath(raw.toString());
    }

    private static Entry entry(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Entry.Directory(random.nextBoolean() ? 0755 : 0700);
            case 1 -> new Entry.Symlink("t" + random.nextInt(3));
            default -> new Entry.File(random.nextInt(3), random.nextInt(3), random.nextBoolean() ? 0644 : 0755);
        };
    }

    private static Tree tree(Random random) {
        Tree tree = Tree.EMPTY;
        for (int i = random.nextInt(30); i > 0; i--) {
            tree = random.nextInt(5) == 0 ? tree.without(path(random)) : tree.with(path(random), entry(random));
        }
        return tree;
    }

    private static Map<RelativePath, Entry> flat(Tree tree) {
        Map<RelativePath, Entry> all = new TreeMap<>();
        tree.forEach(all::put);
        return all;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_tree_is_a_map_whose_every_path_lies_in_folders(long seed) {
        Random random = new Random(seed);
        Tree tree = tree(random);
        Map<RelativePath, Entry> all = flat(tree);
        assertThat(Tree.of(all)).isEqualTo(tree);
        all.forEach((path, entry) -> {
            assertThat(tree.get(path)).isEqualTo(entry);
            if (!path.parent().isRoot()) {
                assertThat(all.get(path.parent())).isInstanceOf(Entry.Directory.class);
            }
        });
        assertThat(tree.files())
                .isEqualTo(all.values().stream().filter(e -> !e.isDirectory()).count());
        assertThat(tree.bytes())
                .isEqualTo(all.values().stream()
                        .mapToLong(e -> e instanceof Entry.File f ? f.size() : 0)
                        .sum());
        assertThat(tree.paths()).isSorted();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void many_changes_at_once_come_to_what_they_come_to_one_by_one(long seed) {
        Random random = new Random(seed);
        Tree before = tree(random);
        Tree oneByOne = before;
        TreeEditor editor = before.edit();
        for (int i = random.nextInt(40); i > 0; i--) {
            RelativePath path = path(random);
            switch (random.nextInt(4)) {
                case 0 -> {
                    editor.remove(path);
                    oneByOne = oneByOne.without(path);
                }
                case 1 -> {
                    Tree folder = tree(random);
                    editor.put(path, folder);
                    oneByOne = oneByOne.with(path, folder);
                }
                default -> {
                    Entry entry = entry(random);
                    editor.put(path, entry);
                    oneByOne = oneByOne.with(path, entry);
                }
            }
            RelativePath asked = path(random);
            assertThat(editor.get(asked)).isEqualTo(oneByOne.get(asked));
            assertThat(editor.folder(asked)).isEqualTo(oneByOne.folder(asked));
        }
        assertThat(flat(editor.tree())).isEqualTo(flat(oneByOne));
        assertThat(editor.tree().files()).isEqualTo(oneByOne.files());
    }

    @Test
    void an_editor_that_changed_nothing_gives_the_tree_itself_back() {
        Tree tree = tree(new Random(1));
        assertThat(tree.edit().remove(new RelativePath("no/such/path")).tree()).isSameAs(tree);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void comparing_reports_just_what_differs(long seed) {
        Random random = new Random(seed);
        Tree before = tree(random);
        Tree after = random.nextBoolean() ? tree(random) : before.with(path(random), entry(random));
        Map<RelativePath, Entry> rest = new TreeMap<>(flat(before));
        List<RelativePath> reported = new ArrayList<>();
        before.compare(after, (path, old, now) -> {
            assertThat(old).isNotEqualTo(now);
            reported.add(path);
            if (now == null) {
                rest.remove(path);
            } else {
                rest.put(path, now);
            }
        });
        assertThat(rest).isEqualTo(flat(after));
        assertThat(reported).isSorted().doesNotHaveDuplicates();
    }

    /// A target as strict as a file system: nothing goes where there is no folder, no folder goes while it is full.
    private static final class Model {
        final Map<RelativePath, Entry> there;

        Model(Tree tree) {
            there = new HashMap<>(flat(tree));
        }

        void apply(Change change) {
            RelativePath path = change.path();
            switch (change) {
                case Change.Put(RelativePath p, Entry entry) -> {
                    assertThat(p.parent().isRoot() || there.get(p.parent()) instanceof Entry.Directory)
                            .as("%s has a folder to go to", p)
                            .isTrue();
                    if (there.get(p) instanceof Entry.Directory) {
                        assertThat(entry).isNotInstanceOf(Entry.Directory.class);
                        assertEmpty(p);
                    }
                    there.put(p, entry);
                }
                case Change.SetAttributes(RelativePath p, Entry entry) -> {
                    assertThat(there.get(p)).isNotNull().matches(e -> e.sameTypeAs(entry));
                    there.put(p, entry);
                }
                case Change.Delete _ -> {
                    assertThat(there).containsKey(path);
                    assertEmpty(path);
                    there.remove(path);
                }
            }
        }

        private void assertEmpty(RelativePath folder) {
            assertThat(there.keySet())
                    .as("%s is empty", folder)
                    .noneMatch(p -> p.isWithin(folder) && !p.equals(folder));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_delta_can_be_carried_out_step_by_step(long seed) {
        Random random = new Random(seed);
        Tree before = tree(random);
        Tree after = tree(random);
        Model model = new Model(before);
        Delta.between(before, after).changes().forEach(model::apply);
        assertThat(new TreeMap<>(model.there)).isEqualTo(flat(after));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_failed_is_in_the_next_delta(long seed) {
        Random random = new Random(seed);
        Tree before = tree(random);
        Tree after = tree(random);
        Set<RelativePath> failed = new HashSet<>();
        for (Change change : Delta.between(before, after).changes()) {
            boolean below = failed.stream().anyMatch(path -> change.path().isWithin(path));
            if (below || (!(change instanceof Change.Delete) && random.nextInt(4) == 0)) {
                failed.add(change.path());
            }
        }
        Tree acknowledged = Delta.acknowledged(before, after, failed);
        Model model = new Model(acknowledged);
        Delta.between(acknowledged, after).changes().forEach(model::apply);
        assertThat(new TreeMap<>(model.there)).isEqualTo(flat(after));
        if (failed.isEmpty()) {
            assertThat(acknowledged).isEqualTo(after);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mapping_and_replacing_folders_agree_with_a_map(long seed) {
        Random random = new Random(seed);
        Tree tree = tree(random);
        Tree files = tree.map((path, entry) -> entry instanceof Entry.Symlink ? null : entry);
        Map<RelativePath, Entry> expected = new TreeMap<>(flat(tree));
        expected.values().removeIf(Entry.Symlink.class::isInstance);
        assertThat(flat(files)).isEqualTo(expected);
        RelativePath place = path(random);
        Tree other = tree(random);
        Tree replaced = tree.with(place, other);
        assertThat(replaced.folder(place)).isEqualTo(other);
    }
}
