package dev.devsync.select;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.devsync.select.Selector.Kind;
import dev.devsync.select.Selector.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Compares with what `docker build` itself leaves out: generated patterns and trees, each built into an image whose
/// files are then listed. Needs the docker CLI; the builder is the engine's own, which needs no plugin.
///
/// Exceptions take part in the one shape that everybody writes, `*` and `!src`. Others differ still: where an exception
/// names a folder that is not ignored itself, the engine leaves out what other patterns match below it, and devsync
/// takes it (`[a-b]/**/ab` with `!/a`: `a/ab`). The engine asks parents' results, one pattern at a time.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DockerIgnoreIT {

    private static final long SEED = Long.getLong("devsync.seed", System.nanoTime());
    private static final int ROUNDS = 25;
    private static final List<String> NAMES = List.of("a", "ab", ".b", "a.o", "src", "été");
    private static final List<String> SEGMENTS = List.of(
            "a", "ab", ".b", "*", "**", "a*", "*b", "?", "a?", "[a-b]", "[^a]", "**b", "a**", ".*", "*.o", "src", "é*");

    @TempDir
    Path folder;

    @BeforeEach
    void dockerIsThere() throws Exception {
        boolean there;
        try {
            there = new ProcessBuilder("docker", "version").start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(there, "there is no docker CLI, or no engine");
    }

    @Test
    void leavesOutWhatDockerLeavesOut() throws Exception {
        System.out.println("DockerIgnoreIT: replay with -Ddevsync.seed=" + SEED);
        Random random = new Random(SEED);
        Path dockerfile = Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\nCOPY . /context/\n");
        for (int round = 0; round < ROUNDS; round++) {
            Path context = Files.createDirectory(folder.resolve("context-" + round));
            Set<String> files = tree(context, random);
            List<String> patterns = round == 0 ? List.of("*", "!src") : patterns(random);
            Files.write(context.resolve(".dockerignore"), patterns);
            DockerIgnore rules = DockerIgnore.parse("f", String.join("\n", patterns));
            Set<String> ours = new TreeSet<>();
            for (String file : files) {
                if (rules.decide(file, Kind.OTHER) == Verdict.SELECTED) {
                    ours.add(file);
                }
            }
            assertThat(ours).as("%s, seed %s", patterns, SEED).isEqualTo(built(context, dockerfile, files));
        }
    }

    private static Set<String> tree(Path root, Random random) throws IOException {
        Set<String> files = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            StringBuilder path = new StringBuilder();
            for (int depth = random.nextInt(4); depth > 0; depth--) {
                path.append(NAMES.get(random.nextInt(NAMES.size()))).append('/');
            }
            Path file = root.resolve(path + NAMES.get(random.nextInt(NAMES.size())));
            try {
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.createFile(file);
            } catch (IOException e) {
                continue; // there is something of the other kind
            }
            files.add(root.relativize(file).toString());
        }
        return files;
    }

    private static List<String> patterns(Random random) {
        List<String> patterns = new ArrayList<>();
        for (int lines = 1 + random.nextInt(4); lines > 0; lines--) {
            List<String> parts = new ArrayList<>();
            for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
                parts.add(SEGMENTS.get(random.nextInt(SEGMENTS.size())));
            }
            patterns.add((random.nextInt(6) == 0 ? "/" : "")
                    + String.join("/", parts)
                    + (random.nextInt(6) == 0 ? "/" : ""));
        }
        return patterns;
    }

    /// The files that a build copies; none if it finds nothing to copy.
    private static Set<String> built(Path context, Path dockerfile, Set<String> files) throws Exception {
        String image = new String(
                        run("docker", "build", "-q", "--no-cache", "-f", dockerfile.toString(), context.toString()),
                        UTF_8)
                .strip();
        if (image.isEmpty()) {
            return Set.of();
        }
        String container = new String(run("docker", "create", image, "none"), UTF_8).strip();
        try {
            Set<String> built = new TreeSet<>();
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new ByteArrayInputStream(run("docker", "export", container)), "UTF-8")) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    String name = entry.getName();
                    if (name.startsWith("context/") && files.contains(name.substring("context/".length()))) {
                        built.add(name.substring("context/".length()));
                    }
                }
            }
            return built;
        } finally {
            run("docker", "rm", container);
            run("docker", "rmi", image);
        }
    }

    private static byte[] run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Arrays.asList(command));
        builder.environment().put("DOCKER_BUILDKIT", "0");
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output;
    }
}
