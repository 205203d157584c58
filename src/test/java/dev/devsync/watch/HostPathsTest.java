package dev.devsync.watch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsync.select.Selector;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class HostPathsTest {

    /// Raw names: one character per byte.
    private static final List<String> NAMES = List.of(
            "plain.txt",
            "with space",
            "percent%41",
            "new\nline",
            "-rf *",
            "\u00c3\u00a4.go",
            "invalid\u00ff\u00fe",
            "back\\slash");

    @TempDir
    Path root;

    @Test
    void keepsEveryByteOfANameBothWays() throws IOException {
        HostPaths paths = new HostPaths(root);
        for (String name : NAMES) {
            RelativePath path = new RelativePath("sub/" + name);
            Files.createDirectories(paths.resolve(path.parent()));
            Files.writeString(paths.resolve(path), "x");

            assertThat(paths.relative(paths.resolve(path))).isEqualTo(path);
        }
        try (Stream<Path> children = Files.list(root.resolve("sub"))) {
            assertThat(children.map(paths::name)).containsExactlyInAnyOrderElementsOf(NAMES);
        }
    }

    @Test
    void namesAFolderWithoutATrailingSlash() throws IOException {
        HostPaths paths = new HostPaths(root);
        RelativePath folder = new RelativePath("\u00ff");
        Files.createDirectory(paths.resolve(folder));

        assertThat(paths.relative(paths.resolve(folder))).isEqualTo(folder);
    }

    @Test
    void worksBelowARootWithARawName() throws IOException {
        Path odd = new HostPaths(root).resolve(new RelativePath("r\u00ff t"));
        Files.createDirectory(odd);
        HostPaths paths = new HostPaths(odd);
        RelativePath path = new RelativePath("\u00fe");
        Files.writeString(paths.resolve(path), "x");

        assertThat(paths.relative(paths.resolve(path))).isEqualTo(path);
        assertThat(paths.relative(odd)).isEqualTo(RelativePath.ROOT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "../up//x/.",
                "/abs/",
                "/tmp",
                "t\u00ff",
                "../t\u00ff\u00c3\u00a4//x/.",
                "/abs/\u00ff/",
                "/abs/\u00ff"
            })
    void keepsEveryByteOfALinksTarget(String target) throws Exception {
        symlink(target, root.resolve("link"));

        assertThat(new HostPaths(root).target(root.resolve("link"))).isEqualTo(target);
    }

    @Test
    void keepsTheTargetOfALinkToAnExistingFolderWithARawName() throws Exception {
        HostPaths paths = new HostPaths(root);
        Path folder = Files.createDirectory(paths.resolve(new RelativePath("\u00ff")));
        String raw = root + "/\u00ff";
        Files.createSymbolicLink(root.resolve("link"), folder);

        assertThat(paths.target(root.resolve("link"))).isEqualTo(raw);
    }

    @Test
    void refusesAPathThatIsNotBelowTheRoot() {
        assertThatThrownBy(() -> new HostPaths(root).relative(Path.of("/etc/passwd")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void losesNothingWhenTheLocaleIsC() throws Exception {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InTheCLocale.class.getName(),
                root.toString());
        java.environment().put("LC_ALL", "C");
        Path out = root.resolve("out");
        int exit = java.redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start()
                .waitFor();

        assertThat(exit).as(Files.readString(out)).isZero();
        assertThat(Files.readString(out)).contains("ANSI_X3.4-1968", "[r\\xff\\xe4]");
    }

    /// Makes and lists a raw name in a JVM that takes file names for ASCII.
    static final class InTheCLocale {
        public static void main(String[] args) throws Exception {
            System.out.println(System.getProperty("sun.jnu.encoding"));
            HostPaths paths = new HostPaths(Path.of(args[0]));
            RelativePath path = new RelativePath("c/r\u00ff\u00e4");
            Files.createDirectory(paths.resolve(path.parent()));
            Files.writeString(paths.resolve(path), "x");
            Tree tree = Scanner.once(paths, Selector.ALL).tree();
            System.out.println(
                    Objects.requireNonNull(tree.folder(path.parent())).paths());
        }
    }

    /// `ln` takes bytes, Java's own call only what the locale can encode.
    static void symlink(String rawTarget, Path link) throws Exception {
        StringBuilder octal = new StringBuilder();
        for (byte b : rawTarget.getBytes(ISO_8859_1)) {
            octal.append("\\0%03o".formatted(b & 0xff));
        }
        Process ln = new ProcessBuilder(
                        "sh", "-c", "ln -s \"$(printf %b '" + octal + "')\" \"$1\"", "sh", link.toString())
                .inheritIO()
                .start();
        assertThat(ln.waitFor()).isZero();
    }
}
