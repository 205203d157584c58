package dev.devsync.watch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathNormalization;
import dev.devsync.select.Selector;
import dev.devsync.target.Progress;
import dev.devsync.target.Target;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.target.local.LocalTransport;
import dev.devsync.tree.Delta;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Tree;
import dev.devsync.tree.TreeEditor;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Hosts that do not tell names apart by case or by normal form, on a file system in memory that behaves like theirs.
class CaseAndNormalFormTest {

    private static final String NFC = "caf\u00e9.txt";
    private static final String NFD = "cafe\u0301.txt";

    /// APFS gives names back as they were written, HFS+ in NFD; to both, other forms and cases are the same name.
    private static final Configuration APFS = Configuration.osX().toBuilder()
            .setNameDisplayNormalization(PathNormalization.NONE)
            .setNameCanonicalNormalization(PathNormalization.NFD, PathNormalization.CASE_FOLD_ASCII)
            .setWorkingDirectory("/work")
            .build();

    private static final Configuration HFS =
            APFS.toBuilder().setNameDisplayNormalization(PathNormalization.NFD).build();

    private final FileSystem apfs = Jimfs.newFileSystem(APFS);
    private FileSystem host = apfs;
    private HostPaths paths = new HostPaths(apfs.getPath("/work"), HostNames.COMPOSED_TEXT);
    private Tree tree = Tree.EMPTY;

    @AfterEach
    void close() throws IOException {
        host.close();
        apfs.close();
    }

    private void on(Configuration system) {
        host = Jimfs.newFileSystem(system);
        paths = new HostPaths(host.getPath("/work"), HostNames.COMPOSED_TEXT);
    }

    private Path file(String path) {
        return host.getPath("/work").resolve(path);
    }

    private void write(String path, String content) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file(path).getParent()));
        Files.writeString(file(path), content);
    }

    /// By way of another name, since the file system in memory takes both spellings for one and does nothing.
    private void rename(String from, String to) throws IOException {
        Files.move(file(from), file("in between"));
        Files.move(file("in between"), file(to));
    }

    private Scanner scanner() {
        return new Scanner(paths, Selector.ALL, new Settling(System::nanoTime), new RacyFiles(InstantSource.system()));
    }

    private void scan() throws IOException {
        tree = Scanner.once(paths, Selector.ALL).tree();
    }

    /// Looks at paths as when the system tells that something happened there.
    private void look(String... written) {
        TreeEditor editor = tree.edit();
        for (String path : written) {
            scanner().look(editor, paths.relative(file(path)), Depth.DEEP, new Findings());
        }
        tree = editor.tree();
    }

    private List<String> found() {
        return tree.paths().stream().map(RelativePath::text).toList();
    }

    static Stream<List<String>> eventsOfARename() {
        return Stream.of(
                List.of("Readme.md", "README.md"),
                List.of("README.md", "Readme.md"),
                List.of("README.md"),
                List.of("Readme.md", "README.md", "Readme.md"));
    }

    @ParameterizedTest
    @MethodSource("eventsOfARename")
    void aRenameThatChangesOnlyCaseIsOneRevision(List<String> events) throws IOException {
        write("Readme.md", "read me");
        write("other", "other");
        scan();
        rename("Readme.md", "README.md");
        look(events.toArray(String[]::new));
        assertThat(found()).containsExactly("README.md", "other");
    }

    @Test
    void aFolderIsRenamedWithAllThatIsInIt() throws IOException {
        write("Lib/a", "a");
        write("Lib/deep/b", "b");
        scan();
        rename("Lib", "lib");
        look("Lib", "lib");
        assertThat(found()).containsExactly("lib", "lib/a", "lib/deep", "lib/deep/b");
    }

    @Test
    void aScanOfEverythingSeesTheNewSpellingToo() throws IOException {
        write("src/Readme.md", "read me");
        scan();
        rename("src/Readme.md", "src/README.md");
        TreeEditor editor = tree.edit();
        scanner().look(editor, RelativePath.of("src"), Depth.DEEP, new Findings());
        tree = editor.tree();
        assertThat(found()).contains("src/README.md");
    }

    @Test
    void anEventWithTheOldSpellingAloneDoesNotKeepIt() throws IOException {
        write("Readme.md", "read me");
        scan();
        rename("Readme.md", "README.md");
        look("Readme.md");
        assertThat(found()).isEmpty(); // README.md comes with its own event
        look("README.md");
        assertThat(found()).containsExactly("README.md");
    }

    static Stream<Configuration> systems() {
        return Stream.of(APFS, HFS);
    }

    @ParameterizedTest
    @MethodSource("systems")
    void namesGoInNfcHoweverTheyWereMade(Configuration system) throws IOException {
        on(system);
        write(NFD, "content");
        write("d/" + NFC, "content");
        scan();
        assertThat(found()).containsExactly(NFC, "d", "d/" + NFC);
        assertThat(Files.readString(paths.resolve(RelativePath.of(NFC)))).isEqualTo("content");
    }

    @ParameterizedTest
    @MethodSource("systems")
    void namesThatDifferByNormalFormOnlyAreNotDoubled(Configuration system) throws IOException {
        on(system);
        write(NFC, "content");
        scan();
        write(NFD, "more content");
        look(NFD, NFC);
        assertThat(found()).containsExactly(NFC);
        Files.delete(file(NFD));
        look(NFD);
        TreeEditor editor = tree.edit();
        assertThat(editor.tree().paths().size()).isLessThanOrEqualTo(1); // it may still be settling
        scan();
        assertThat(found()).isEmpty();
    }

    @Test
    void aRenameBetweenNormalFormsIsNoChange() throws IOException {
        write(NFC, "content");
        scan();
        Tree before = tree;
        rename(NFC, NFD);
        look(NFC, NFD);
        assertThat(tree.paths()).isEqualTo(before.paths());
    }

    @Test
    void linksPointToNamesAsTheyAreSent() throws IOException {
        write(NFD, "content");
        Files.createSymbolicLink(file("link"), host.getPath(NFD));
        assertThat(new String(paths.target(file("link")).getBytes(ISO_8859_1), UTF_8))
                .isEqualTo(NFC);
    }

    @Nested
    class InTheTarget {
        @TempDir
        Path folder;

        @Test
        void arrivesAsItIsSpelt() throws Exception {
            write("Readme.md", "read me");
            write("Lib/" + NFD, "content");
            scan();
            TargetPath root = new TargetPath(folder.resolve("target").toString());
            try (Target target =
                    AgentTarget.open(new LocalTransport(), new TargetOptions(root, SyncMode.ONE_WAY_SAFE, null))) {
                target.apply(Delta.between(Tree.EMPTY, tree), paths::resolve, Progress.NONE);
                Tree before = tree;
                rename("Readme.md", "README.md");
                rename("Lib", "lib");
                look("Readme.md", "README.md", "Lib", "lib");
                target.apply(Delta.between(before, tree), paths::resolve, Progress.NONE);
                assertThat(target.scan().present().paths()).isEqualTo(tree.paths());
            }
            try (Stream<Path> there = Files.walk(folder.resolve("target"))) {
                assertThat(there.filter(Files::isRegularFile)
                                .map(file -> new HostPaths(folder.resolve("target"))
                                        .relative(file)
                                        .text()))
                        .containsExactlyInAnyOrder("README.md", "lib/" + NFC);
            }
        }
    }
}
