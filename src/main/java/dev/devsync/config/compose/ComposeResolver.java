package dev.devsync.config.compose;

import dev.devsync.config.ConfigException;
import dev.devsync.config.Problems;
import dev.devsync.config.YamlText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// Resolves compose files: reads them itself, which takes some milliseconds and keeps the lines for messages,
/// and asks Compose, which takes 200, only for what it cannot make out.
final class ComposeResolver {

    /// @param problems to be added to
    /// @param notes what somebody should know, in sentences
    record Resolved(ComposeModel model, Problems problems, List<String> notes) {}

    private final ComposeFiles files;
    private final Map<String, String> environment;
    private final Path home;

    private ComposeResolver(ComposeFiles files, Map<String, String> environment, Path home) {
        this.files = files;
        this.environment = environment;
        this.home = home;
    }

    /// @throws ConfigException with what is wrong with the files
    static Resolved resolve(ComposeFiles files, Map<String, String> environment, Path home)
            throws ConfigException, IOException, InterruptedException {
        return new ComposeResolver(files, environment, home).resolve();
    }

    private Resolved resolve() throws ConfigException, IOException, InterruptedException {
        Problems problems = new Problems(files.first());
        ComposeLoader loader = new ComposeLoader(home, problems);
        MappingNode root = loader.load(files.files(), files.folder(), files.variables());
        List<String> unresolved = List.copyOf(loader.unresolved());
        if (root != null && problems.isEmpty() && unresolved.isEmpty()) {
            List<String> notes = loader.unset().stream()
                    .map(name -> "the variable " + name + " is not set; it counts as empty")
                    .toList();
            ComposeModel model = new ModelReader(files, problems).read(root, ComposeModel.Origin.FILES, List.of());
            return new Resolved(model, problems, notes);
        }
        return byCompose(root, problems, unresolved);
    }

    private Resolved byCompose(@Nullable MappingNode root, Problems problems, List<String> unresolved)
            throws ConfigException, IOException, InterruptedException {
        return switch (new ComposeCli(environment).model(files)) {
            case ComposeCli.Answer.Model(String yaml) -> byCompose(yaml, problems.files());
            case ComposeCli.Answer.NoCompose(String why) -> {
                if (root == null || !problems.isEmpty()) {
                    throw problems.exception();
                }
                List<String> notes = new ArrayList<>();
                unresolved.forEach(each ->
                        notes.add("%s is left out: only Compose itself can resolve it, and %s".formatted(each, why)));
                yield new Resolved(
                        new ModelReader(files, problems).read(root, ComposeModel.Origin.FILES, unresolved),
                        problems,
                        notes);
            }
            case ComposeCli.Answer.Refused(String message) -> {
                if (problems.isEmpty()) {
                    problems.inWholeFile("Compose does not take it: " + message, "run `docker compose config`");
                }
                throw problems.exception();
            }
        };
    }

    /// @param read what devsync has read before it asked
    private Resolved byCompose(String yaml, Set<Path> read) throws ConfigException {
        Problems problems = new Problems(files.first());
        read.forEach(problems::drawsOn);
        Node node = YamlText.parse(yaml, problems);
        // Compose doubles each dollar that is left.
        Node plain = node == null ? null : new Interpolation(Map.of(), problems, new HashSet<>()).of(node);
        if (!(plain instanceof MappingNode root)) {
            problems.inWholeFile("what `docker compose config` prints cannot be read", "run it to see what is wrong");
            throw problems.exception();
        }
        ComposeModel model = new ModelReader(files, problems).read(root, ComposeModel.Origin.COMPOSE, List.of());
        return new Resolved(model, problems, List.of());
    }
}
