package dev.devsync.target;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsync.delta.HostFile;
import dev.devsync.tree.Change;
import dev.devsync.tree.Comparison;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every target does, whatever is behind it. Each case makes a real folder, applies deltas, and compares the
/// whole tree that the target then lists, with digests of all files.
public interface TargetContract {

    /// Opens a connection to the one root of this test.
    Target connect(SyncMode mode) throws TargetException;

    /// Runs a shell command where the root is, with the root as its working folder.
    String inTarget(String command) throws Exception;

    /// A pair of a host folder and an open target, with the loop's memory of what was acknowledged.
    final class Fixture implements AutoCloseable {
        public final HostTree host;
        public final Target target;
        public Tree acknowledged = Tree.EMPTY;

        Fixture(Path folder, Target target) {
            this.host = new HostTree(folder);
            this.target = target;
        }

        Applied push() throws TargetException {
            Delta delta = Delta.between(acknowledged, host.tree());
            Applied applied = target.apply(delta, RenamedContents.of(host::fileOf, acknowledged, delta), Progress.NONE);
            acknowledged = Delta.acknowledged(acknowledged, host.tree(), applied.failed());
            return applied;
        }

        public void pushAll() throws TargetException {
            assertThat(push().problems()).isEmpty();
        }

        void assertConverged() throws Exception {
            assertConverged(target);
        }

        void assertConverged(Target there) throws Exception {
            Snapshot snapshot = there.scan();
            MtimePrecision precision = there.capabilities().mtime();
            Tree wanted = host.tree()
                    .map((path, entry) -> entry instanceof Entry.File f
                            ? new Entry.File(f.size(), precision.kept(f.mtimeNanos()), f.mode())
                            : entry);
            List<String> differences = new ArrayList<>();
            wanted.compare(
                    snapshot.present(),
                    (path, before, after) -> differences.add(path + ": wanted " + before + ", found " + after));
            assertThat(differences).isEmpty();
            List<RelativePath> files = new ArrayList<>();
            host.tree().forEach((path, entry) -> {
                if (entry instanceof Entry.File) {
                    files.add(path);
                }
            });
            Map<RelativePath, ?> digests = there.digests(files);
            for (RelativePath file : files) {
                assertThat(digests.get(file)).as(file.display()).isEqualTo(HostFile.digest(host.fileOf(file)));
            }
        }

        @Override
        public void close() {
            target.close();
        }
    }

    /// Where the cases keep their state; an interface has no fields.
    final class State {
        static final ThreadLocal<Fixture> CURRENT = new ThreadLocal<>();

        private State() {}
    }

    default Fixture fixture() {
        return Objects.requireNonNull(State.CURRENT.get());
    }

    @BeforeEach
    default void open(@TempDir Path folder) throws Exception {
        State.CURRENT.set(new Fixture(folder, connect(SyncMode.ONE_WAY_SAFE)));
    }

    @AfterEach
    default void close() {
        fixture().close();
        State.CURRENT.remove();
    }

    @Test
    default void create_change_delete_one_file() throws Exception {
        Fixture f = fixture();
        f.host.file("a.txt", "one");
        f.pushAll();
        f.assertConverged();
        f.host.file("a.txt", "two, longer");
        f.pushAll();
        f.assertConverged();
        assertThat(inTarget("cat a.txt")).isEqualTo("two, longer");
        f.host.delete("a.txt");
        f.pushAll();
        f.assertConverged();
    }

    @Test
    default void a_whole_tree_with_folders_links_and_modes() throws Exception {
        Fixture f = fixture();
        f.host.file("src/main/App.java", "class App {}")
                .file("src/main/deep/er/still/x", "x")
                .file(RelativePath.of("run.sh"), "#!/bin/sh\n".getBytes(UTF_8), 0755)
                .file(RelativePath.of("secret"), "s".getBytes(UTF_8), 0600)
                .file("empty", "")
                .folder("hollow", 0755)
                .folder("private", 0700)
                .link("current", "src/main")
                .link("dangling", "no/where")
                .link("up", "../outside")
                .link("absolute", "/etc/passwd")
                .link("loop", "loop");
        f.pushAll();
        f.assertConverged();
    }

    @Test
    default void names_that_shells_and_archives_could_stumble_over() throws Exception {
        Fixture f = fixture();
        String[] names = {
            "with space",
            "'single'",
            "\"double\"",
            "back\\slash",
            "new\nline",
            "tab\there",
            "-rf",
            "--",
            "$(id)",
            "`id`",
            "*",
            "?",
            "[a]",
            "~",
            "#",
            "semi;colon",
            "pipe|",
            "amp&",
            "\u00e4\u00f6\u00fc",
            "\u65e5\u672c",
            "e\u0301",
            "\ud83d\ude80",
            ".hidden",
            "..twodots",
            "trailing ",
            " leading",
            "a'b'c",
            "percent%s",
            "=",
            "!",
            "{a,b}",
            "\u001b[31mred",
            "\nfirst",
            "last\n",
            "a:b",
            "CON"
        };
        for (String name : names) {
            f.host.file(name, name + " at the top");
            f.host.file("in/" + name + "/deeper/" + name, name + " below");
        }
        f.host.file(RelativePath.ofBytes(new byte[] {'b', (byte) 0xff, (byte) 0xfe, 'c'}), new byte[] {1}, 0644);
        f.host.file(RelativePath.ofBytes(new byte[] {(byte) 0xe4, '/', (byte) 0xc3}), new byte[] {2}, 0644);
        f.pushAll();
        f.assertConverged();
        for (String name : names) {
            f.host.file(name, name + " alone, changed"); // one at a time takes another way than a batch
            f.pushAll();
        }
        f.assertConverged();
        for (String name : names) {
            f.host.delete(name);
        }
        f.host.delete("in");
        f.pushAll();
        f.assertConverged();
    }

    @Test
    default void paths_of_300_characters_and_names_of_255() throws Exception {
        Fixture f = fixture();
        String longName = "n".repeat(255);
        f.host.file("d".repeat(100) + "/" + "e".repeat(100) + "/" + "f".repeat(98), "300");
        f.host.file(longName, "255");
        f.host.file("x/" + longName, "255 below");
        f.host.link("link", "t".repeat(300));
        f.pushAll();
        f.assertConverged();
        f.host.file(longName, "255 again");
        f.pushAll();
        f.assertConverged();
    }

    @Test
    default void type_swaps_between_file_folder_and_link() throws Exception {
        Fixture f = fixture();
        f.host.file("a", "file")
                .file("b/inside", "folder")
                .link("c", "a")
                .file("d/e/f", "deep")
                .link("g", "b");
        f.pushAll();
        f.host.delete("a").file("a/now/folder", "1");
        f.host.delete("b").file("b", "now a file");
        f.host.delete("c").file("c/x", "was a link");
        f.host.delete("d").link("d", "b");
        f.host.delete("g").file("g", "was a link to a folder");
        f.pushAll();
        f.assertConverged();
        f.host.delete("a").link("a", "b");
        f.host.delete("b").folder("b", 0755);
        f.host.delete("c").file("c", "file");
        f.host.delete("d").file("d/e/f", "deep again");
        f.pushAll();
        f.assertConverged();
        f.host.delete("b").file("b", "one change: an empty folder becomes a file");
        f.pushAll();
        f.assertConverged();
    }

    /// busybox prints newlines in names as they are.
    @Test
    default void digests_of_names_that_look_like_what_the_agent_says() throws Exception {
        Fixture f = fixture();
        f.host.file("a\n!", "1").file("a\n!\nb", "2").file("z", "3");
        f.pushAll();
        f.assertConverged();
    }

    /// busybox's mv asks what a link leads to before it replaces it.
    @Test
    default void links_that_lead_nowhere_or_in_a_circle_are_replaced() throws Exception {
        Fixture f = fixture();
        for (String name : List.of("alone", "a", "b", "c", "d/e")) {
            f.host.link(name, RelativePath.of(name).name()); // to itself
        }
        f.host.link("nowhere", "no/where");
        f.pushAll();
        f.assertConverged();
        f.host.delete("alone").file("alone", "goes without others");
        f.pushAll();
        f.assertConverged();
        f.host.delete("a").file("a", "file");
        f.host.delete("b").link("b", "c");
        f.host.delete("c").folder("c", 0755);
        f.host.delete("d/e").file("d/e", "file");
        f.host.delete("nowhere").file("nowhere", "file");
        f.pushAll();
        f.assertConverged();
    }

    @Test
    default void renames_of_files_and_folders() throws Exception {
        Fixture f = fixture();
        f.host.file("a", "1").file("dir/x", "2").file("dir/sub/y", "3").link("dir/l", "x");
        f.pushAll();
        f.host.rename("a", "b").rename("dir", "moved/here");
        f.pushAll();
        f.assertConverged();
        f.host.file("b2", "other").rename("b2", "b");
        f.pushAll();
        f.assertConverged();
    }

    @Test
    default void a_renamed_folder_with_many_files() throws Exception {
        Fixture f = fixture();
        List<String> names = List.of(
                "a",
                "b c",
                "-n",
                "$(id)",
                "it's",
                "\u00e9",
                "new\nline",
                "back\\slash",
                "*",
                "%s",
                "empty",
                "run.sh",
                "l");
        for (String name : names) {
            f.host.file("dir/one/" + name, name.equals("empty") ? "" : "content of " + name);
            f.host.file("dir/two/" + name, "other content of " + name);
        }
        f.host.delete("dir/one/l").link("dir/one/l", "run.sh").chmod("dir/one/run.sh", 0755);
        f.host.file("model.bin", "0123456789abcdef".repeat(20_000));
        f.pushAll();
        f.assertConverged();
        f.host.rename("dir", "moved/here").rename("model.bin", "moved/renamed.bin");
        f.pushAll();
        f.assertConverged();
        f.host.rename("moved/here/one", "moved/here/three").rename("moved/here/two", "moved/here/one");
        f.host.rename("moved/here/three", "moved/here/two").rename("moved/renamed.bin", "model.bin");
        f.pushAll();
        f.assertConverged();
    }

    /// Whether what is only renamed on the host is not sent: with tools that keep whole seconds it is.
    default boolean renamesWithoutSending() {
        return true;
    }

    @Test
    default void what_is_renamed_is_not_sent_again() throws Exception {
        Fixture f = fixture();
        for (int i = 0; i < 500; i++) {
            f.host.file("dir/d" + i / 50 + "/f" + i, ("content " + i).repeat(200));
        }
        f.pushAll();
        f.host.rename("dir", "moved");
        Applied applied = f.push();
        assertThat(applied.problems()).isEmpty();
        f.assertConverged();
        if (renamesWithoutSending() && f.target.capabilities().mtime() == MtimePrecision.NANOSECONDS) {
            // The content is a megabyte; names and times of all files are less than half of the limit.
            assertThat(applied.bytesSent()).isLessThan(200_000);
        }
    }

    @Test
    default void a_renamed_folder_that_the_container_changed() throws Exception {
        Fixture f = fixture();
        for (int i = 0; i < 20; i++) {
            f.host.file("dir/f" + i, "content " + i);
        }
        f.pushAll();
        inTarget("printf 'CONTENT 3' >dir/f3 && mv dir/f4 dir/own && ln -s own dir/f4 && rm dir/f5");
        f.host.rename("dir", "moved");
        f.pushAll();
        Snapshot snapshot = f.target.scan();
        assertThat(snapshot.present().get(new RelativePath("dir/own"))).isInstanceOf(Entry.File.class);
        f.host.file("moved/f6", "newer content");
        f.pushAll();
        assertThat(inTarget("mv dir/own own && rmdir dir && rm own && cat moved/f3 moved/f4 moved/f5"))
                .isEqualTo("content 3content 4content 5");
        f.assertConverged();
    }

    @Test
    default void modes_alone() throws Exception {
        Fixture f = fixture();
        f.host.file("script", "#!/bin/sh").file("d/x", "x");
        f.pushAll();
        f.host.chmod("script", 0755).chmod("d", 0700);
        Applied applied = f.push();
        assertThat(applied.problems()).isEmpty();
        f.assertConverged();
        f.host.chmod("script", 0600);
        f.pushAll();
        f.assertConverged();
    }

    @Test
    default void a_folder_that_its_owner_may_not_write() throws Exception {
        Fixture f = fixture();
        f.host.file("locked/x", "x").chmod("locked", 0555);
        f.pushAll();
        f.assertConverged();
        f.host.chmod("locked", 0755);
        f.pushAll();
    }

    @Test
    default void many_files_in_many_folders_and_in_one() throws Exception {
        Fixture f = fixture();
        for (int i = 0; i < 1500; i++) {
            f.host.file("many/d" + i % 40 + "/f" + i, "content " + i);
            f.host.file("flat/f" + i, "flat " + i);
        }
        f.pushAll();
        f.assertConverged();
        for (int i = 0; i < 1500; i += 3) {
            f.host.file("flat/f" + i, "changed " + i);
            f.host.delete("many/d" + i % 40 + "/f" + i);
        }
        f.pushAll();
        f.assertConverged();
        f.host.delete("many").delete("flat");
        f.pushAll();
        f.assertConverged();
    }

    @Test
    default void large_files() throws Exception {
        Fixture f = fixture();
        byte[] bytes = new byte[9 * 1024 * 1024 + 17];
        new Random(42).nextBytes(bytes);
        f.host.file(RelativePath.of("large"), bytes, 0644);
        f.host.file(RelativePath.of("just-small"), Arrays.copyOf(bytes, 256 * 1024), 0644);
        f.host.file(RelativePath.of("just-not"), Arrays.copyOf(bytes, 256 * 1024 + 1), 0644);
        f.pushAll();
        f.assertConverged();
        for (String name : List.of("just-small", "just-not", "large")) {
            bytes[5]++;
            f.host.file(RelativePath.of(name), Arrays.copyOf(bytes, 256 * 1024), 0644);
            f.pushAll();
        }
        f.assertConverged();
    }

    @Test
    default void a_file_that_changed_since_the_scan_is_not_used() throws Exception {
        Fixture f = fixture();
        f.host.file("a", "old").file("b/c", "old").file("ok", "fine");
        f.pushAll();
        f.host.file("a", "new a").file("b/c", "new c").file("b/new/d", "new d");
        Files.writeString(f.host.fileOf(RelativePath.of("a")), "another length altogether");
        Files.writeString(f.host.fileOf(RelativePath.of("b/c")), "x");
        Files.delete(f.host.fileOf(RelativePath.of("b/new/d")));
        Applied applied = f.push();
        assertThat(applied.problems())
                .extracting(PathProblem::kind)
                .containsExactly(PathProblem.Kind.CHANGING, PathProblem.Kind.CHANGING, PathProblem.Kind.CHANGING);
        assertThat(inTarget("cat a b/c ok; ls b/new | wc -l").strip()).isEqualTo("oldoldfine0");
        f.host.file("a", "final");
        Files.writeString(f.host.fileOf(RelativePath.of("a")), "finaX"); // single: the way without tar
        assertThat(f.push().problems()).hasSizeGreaterThan(0);
        assertThat(inTarget("cat a")).isEqualTo("old");
    }

    @Test
    default void applying_twice_does_no_harm() throws Exception {
        Fixture f = fixture();
        f.host.file("a", "1").file("d/e", "2").link("l", "a");
        f.pushAll();
        f.host.file("a", "changed").delete("d").file("n/m", "3");
        Delta delta = Delta.between(f.acknowledged, f.host.tree());
        f.target.apply(delta, f.host::fileOf, Progress.NONE);
        try {
            f.target.apply(delta, f.host::fileOf, Progress.NONE);
        } catch (TargetException.Stale e) {
            assertThat(e).hasMessageContaining("n"); // the new folder is there already: look again
        }
        f.assertConverged();
    }

    @Test
    default void what_the_container_made_itself_stays() throws Exception {
        Fixture f = fixture();
        f.host.file("src/a", "1").file("gone/b", "2");
        f.pushAll();
        inTarget("mkdir build && echo out >build/o && echo mine >src/generated && echo mine >gone/generated");
        f.host.delete("gone").file("src/a", "changed");
        f.pushAll();
        assertThat(inTarget("cat build/o src/generated gone/generated src/a; ls gone")
                        .strip())
                .isEqualTo("out\nmine\nmine\nchangedgenerated");
    }

    @Test
    default void a_folder_of_the_containers_own_in_the_way_of_a_file_is_a_conflict() throws Exception {
        Fixture f = fixture();
        inTarget("mkdir out && echo precious >out/result");
        f.host.file("out", "a file").file("other", "fine");
        Applied applied = f.push();
        assertThat(applied.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(PathProblem.Kind.CONFLICT));
        assertThat(inTarget("cat out/result other").strip()).isEqualTo("precious\nfine");
    }

    @Test
    default void a_folder_that_appeared_meanwhile_is_told_so_that_the_next_scan_sees_it() throws Exception {
        Fixture f = fixture();
        inTarget("mkdir build && echo x >build/own");
        f.host.file("build/a", "1").file("b", "2");
        assertThatThrownBy(f::push).isInstanceOf(TargetException.Stale.class).hasMessageContaining("build");
        Snapshot snapshot = f.target.scan();
        f.acknowledged = compare(f, snapshot).acknowledged();
        f.pushAll();
        assertThat(inTarget("cat build/own build/a b").strip()).isEqualTo("x\n12");
    }

    private static Comparison.Result compare(Fixture f, Snapshot snapshot) throws Exception {
        Comparison comparison =
                new Comparison(f.host.tree(), snapshot, f.target.capabilities().mtime());
        Set<RelativePath> equal = new HashSet<>();
        Map<RelativePath, ?> digests = f.target.digests(comparison.undecided());
        for (RelativePath path : comparison.undecided()) {
            if (HostFile.digest(f.host.fileOf(path)).equals(digests.get(path))) {
                equal.add(path);
            }
        }
        return comparison.result(equal, SyncMode.ONE_WAY_SAFE, List.of(), (path, folder) -> false);
    }

    @Test
    default void a_new_connection_finds_everything_and_sends_nothing() throws Exception {
        Fixture f = fixture();
        f.host.file("a", "1")
                .file("d/e", "2")
                .link("l", "a")
                .folder("empty", 0755)
                .file("n\newline", "3");
        f.pushAll();
        try (Target again = connect(SyncMode.ONE_WAY_SAFE)) {
            Snapshot snapshot = again.scan();
            Comparison comparison =
                    new Comparison(f.host.tree(), snapshot, again.capabilities().mtime());
            assertThat(comparison.undecided()).isEmpty();
            Comparison.Result result =
                    comparison.result(Set.of(), SyncMode.ONE_WAY_SAFE, List.of(), (path, folder) -> false);
            assertThat(Delta.between(result.acknowledged(), f.host.tree()).changes())
                    .isEmpty();
            assertThat(result.corrections()).isEmpty();
            assertThat(snapshot.owned().keySet())
                    .containsExactlyInAnyOrderElementsOf(f.host.tree().paths());
        }
    }

    @Test
    default void a_new_connection_carries_out_what_changed_meanwhile() throws Exception {
        Fixture f = fixture();
        f.host.file("same", "s")
                .file("edited", "123456")
                .file("gone", "g")
                .file("d/gone", "g")
                .file("swap", "file");
        f.pushAll();
        inTarget("echo own >own; mkdir -p e; echo own >e/own; printf abcdef >tampered");
        f.host.file("edited", "654321")
                .delete("gone")
                .delete("d")
                .delete("swap")
                .file("swap/x", "folder");
        f.host.file("tampered", "fedcba").file("e/new", "n");
        try (Target again = connect(SyncMode.ONE_WAY_SAFE)) {
            Fixture g = new Fixture(f.host.root(), again);
            Snapshot snapshot = again.scan();
            Comparison comparison =
                    new Comparison(f.host.tree(), snapshot, again.capabilities().mtime());
            Map<RelativePath, ?> digests = again.digests(comparison.undecided());
            assertThat(digests.keySet()).containsExactlyInAnyOrderElementsOf(comparison.undecided());
            Comparison.Result result =
                    comparison.result(Set.of(), SyncMode.ONE_WAY_SAFE, List.of(), (path, folder) -> false);
            Delta delta = Delta.between(result.acknowledged(), f.host.tree());
            assertThat(delta.changes().stream().map(Change::path).map(RelativePath::display))
                    .doesNotContain("same", "own", "e", "e/own");
            assertThat(again.apply(delta, f.host::fileOf, Progress.NONE).problems())
                    .isEmpty();
            assertThat(inTarget("cat edited tampered own e/own e/new swap/x same; ls")
                            .strip())
                    .isEqualTo("654321fedcbaown\nown\nnfolders" + "e\nedited\nown\nsame\nswap\ntampered");
            assertThat(g.acknowledged.isEmpty()).isTrue();
        }
    }

    @Test
    default void the_record_of_what_is_owned_can_be_replaced() throws Exception {
        Fixture f = fixture();
        f.host.file("a", "1").file("b", "2").file("n\newline/c", "3");
        f.pushAll();
        Tree less = f.host.tree().without(RelativePath.of("b"));
        f.target.recordOwned(less);
        assertThat(f.target.scan().owned().keySet()).containsExactlyInAnyOrderElementsOf(less.paths());
    }

    @Test
    default void a_newer_connection_fences_off_an_older_one() throws Exception {
        Fixture f = fixture();
        f.host.file("a", "1");
        f.pushAll();
        try (Target newer = connect(SyncMode.ONE_WAY_SAFE)) {
            f.host.file("a", "2");
            assertThatThrownBy(f::push).isInstanceOf(TargetException.Fenced.class);
            assertThat(newer.scan().present().files()).isEqualTo(1);
        }
    }

    @Test
    default void a_link_in_the_target_never_leads_out_of_the_root() throws Exception {
        Fixture f = fixture();
        f.host.file("d/a", "1").file("e/b", "1");
        f.pushAll();
        inTarget("mkdir -p ../outside && echo safe >../outside/a && rm -r d && ln -s ../outside d");
        f.host.file("d/a", "2");
        assertThatThrownBy(f::push).isInstanceOf(TargetException.Stale.class);
        f.host.file("e/b", "2").delete("d");
        assertThatThrownBy(() -> {
                    f.push();
                    throw new TargetException.Stale("nothing to do for what is not there");
                })
                .isInstanceOf(TargetException.Stale.class);
        assertThat(inTarget("cat ../outside/a; rm -r ../outside").strip()).isEqualTo("safe");
    }

    @Test
    default void nothing_is_left_in_the_root_but_the_tree() throws Exception {
        Fixture f = fixture();
        f.host.file("a", "1").file("b/c", "2");
        f.pushAll();
        f.host.file("a", "3");
        f.pushAll();
        f.target.close();
        assertThat(inTarget("find . -name '.devsync*' ! -name .devsync | grep -v owned | grep -v owner; ls -A")
                        .strip())
                .isIn("a\nb", ".devsync\na\nb");
    }

    @Test
    default void replica_mode_removes_what_is_in_the_way() throws Exception {
        Fixture f = fixture();
        inTarget("mkdir out && echo x >out/y");
        try (Target replica = connect(SyncMode.ONE_WAY_REPLICA)) {
            f.host.file("out", "a file");
            Delta delta = Delta.between(Tree.EMPTY, f.host.tree());
            assertThat(replica.apply(delta, f.host::fileOf, Progress.NONE).problems())
                    .isEmpty();
            f.assertConverged(replica);
        }
    }
}
