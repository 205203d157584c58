package dev.devsync.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.select.Selector.Kind;
import dev.devsync.select.Selector.Verdict;
import dev.devsync.tree.GitignoreFiles;
import dev.devsync.tree.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Says what rules make of paths, as sentences. A path that ends with a slash is a folder.
final class Selected {

    private final Path root;
    private List<String> ignore = List.of();
    private List<String> include = List.of();
    private GitignoreFiles gitignore = GitignoreFiles.DISREGARDED;

    private Selected(Path root) {
        this.root = root;
    }

    static Selected in(Path root) {
        return new Selected(root);
    }

    Selected withFile(String path, String... lines) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines));
        if (file.endsWith(".gitignore")) {
            gitignore = GitignoreFiles.HONOURED;
        }
        return this;
    }

    Selected ignoring(String... patterns) {
        ignore = List.of(patterns);
        return this;
    }

    Selected including(String... patterns) {
        include = List.of(patterns);
        return this;
    }

    SelectionRules rules() throws IOException, BadPatternException {
        return SelectionRules.load(root, ignore, include, gitignore);
    }

    Selected passes(String... paths) throws Exception {
        return are(Verdict.SELECTED, paths);
    }

    Selected ignores(String... paths) throws Exception {
        return are(Verdict.IGNORED, paths);
    }

    Selected goesThrough(String... folders) throws Exception {
        return are(Verdict.PASSAGE, folders);
    }

    private Selected are(Verdict verdict, String... paths) throws Exception {
        SelectionRules rules = rules();
        for (String path : paths) {
            assertThat(decide(rules, path)).as(path).isEqualTo(verdict);
        }
        return this;
    }

    static Verdict decide(Selector selector, String path) {
        boolean folder = path.endsWith("/");
        return selector.decideWithParents(
                RelativePath.of(folder ? path.substring(0, path.length() - 1) : path),
                folder ? Kind.DIRECTORY : Kind.OTHER);
    }
}
