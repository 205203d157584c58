package dev.devsync.config.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.devsync.config.Problems;
import dev.devsync.config.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// What devsync reads out of compose files by itself is what Compose reads: both are asked about each project in the
/// folder `compose` of the tests' resources.
///
/// A file `test.properties` there may set variables (`env.NAME`), and the folder to begin in (`start`).
@SuppressWarnings("NullAway.Init")
class SameAsComposeTest {

    @TempDir
    Path temporary;

    static Stream<String> projects() throws IOException, URISyntaxException {
        try (Stream<Path> folders = Files.list(resources())) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    private static Path resources() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(SameAsComposeTest.class.getResource("/compose"))
                .toURI());
    }

    @ParameterizedTest
    @MethodSource("projects")
    void readsWhatComposeReads(String name) throws Exception {
        assumeTrue(RealCompose.isThere(), "no docker CLI with compose");
        Path folder = copy(name);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("EMPTY", "");
        Path start = folder;
        Path settings = folder.resolve("test.properties");
        if (Files.exists(settings)) {
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(settings)) {
                properties.load(in);
            }
            start = folder.resolve(properties.getProperty("start", "."));
            properties.stringPropertyNames().stream()
                    .filter(key -> key.startsWith("env."))
                    .forEach(key -> environment.put(key.substring(4), properties.getProperty(key)));
        }
        ComposeFiles files = ComposeFiles.find(start, environment).orElseThrow();
        Problems problems = new Problems(files.first());
        ComposeLoader loader = new ComposeLoader(home(), problems);
        MappingNode root = loader.load(files.files(), files.folder(), files.variables());
        assertThat(problems.isEmpty()).as(() -> problems.exception().toString()).isTrue();
        assertThat(loader.unresolved()).isEmpty();
        ComposeModel ours = new ModelReader(files, problems)
                .read(Objects.requireNonNull(root), ComposeModel.Origin.FILES, List.of());
        ComposeModel theirs = theirs(files, environment);
        assertThat(described(ours)).isEqualTo(described(theirs));
        assertThat(ours.services()).as("the project has something to compare").isNotEmpty();
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home"));
    }

    private Path copy(String name) throws Exception {
        Path from = resources().resolve(name);
        Path to = temporary.resolve(name);
        try (Stream<Path> all = Files.walk(from)) {
            all.forEach(path -> {
                try {
                    Path copy = to.resolve(from.relativize(path).toString());
                    if (Files.isDirectory(path)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(path, copy);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return to;
    }

    private static ComposeModel theirs(ComposeFiles files, Map<String, String> environment) throws Exception {
        ComposeCli.Answer answer = new ComposeCli(environment).model(files);
        assertThat(answer).isInstanceOf(ComposeCli.Answer.Model.class);
        Problems problems = new Problems(files.first());
        Node node = YamlText.parse(((ComposeCli.Answer.Model) answer).yaml(), problems);
        Node plain = new Interpolation(Map.of(), problems, new HashSet<>()).of(Objects.requireNonNull(node));
        return new ModelReader(files, problems).read((MappingNode) plain, ComposeModel.Origin.COMPOSE, List.of());
    }

    /// One line for each thing that devsync goes by, without places, in no order but the services' names.
    private static List<String> described(ComposeModel model) {
        List<String> lines = new ArrayList<>(List.of("name " + model.name(), "folder " + model.folder()));
        model.services().stream().sorted((a, b) -> a.name().compareTo(b.name())).forEach(service -> {
            String prefix = service.name() + ": ";
            lines.add(prefix + "image " + service.image() + " build " + service.build() + " in "
                    + service.workingDir() + " stop " + service.stop() + " profiles " + service.profiles() + " "
                    + service.active() + " after "
                    + service.dependsOn().stream().sorted().toList());
            service.mounts()
                    .forEach(mount -> lines.add(prefix + "mount " + mount.kind() + " " + mount.source() + " "
                            + mount.target() + " " + mount.readOnly()));
            service.watch()
                    .forEach(rule -> lines.add(prefix + "watch " + rule.path() + " " + rule.action() + " "
                            + rule.target() + " " + rule.ignore() + " " + rule.include() + " "
                            + rule.initialSync() + " " + exec(rule)));
            lines.add(prefix + "x-devsync " + plain(service.extension()));
        });
        return lines;
    }

    private static String exec(WatchRule rule) {
        return rule.exec() == null
                ? ""
                : rule.exec().command() + " " + rule.exec().user() + " "
                        + rule.exec().rights() + " " + rule.exec().folder() + " "
                        + new java.util.TreeMap<>(rule.exec().environment());
    }

    private static String plain(@Nullable Node node) {
        return switch (node) {
            case null -> "none";
            case MappingNode _ -> {
                Map<String, String> entries = new java.util.TreeMap<>();
                Yaml.entries(node).forEach((key, value) -> entries.put(key, plain(value)));
                yield entries.toString();
            }
            case SequenceNode sequence ->
                sequence.getValue().stream()
                        .map(SameAsComposeTest::plain)
                        .toList()
                        .toString();
            default -> String.valueOf(Yaml.text(node));
        };
    }
}
