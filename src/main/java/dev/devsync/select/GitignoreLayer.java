package dev.devsync.select;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// What the `.gitignore` files of a source ignore: the file nearest to a path has the first word.
///
/// A folder's file is read when something in that folder is asked about for the first time, so that loading the
/// rules costs no walk of its own and folders that are pruned are never opened.
final class GitignoreLayer {

    /// The files' name.
    static final String FILE = ".gitignore";

    private static final GitRules NONE = GitRules.ofFile("");

    /// Stands for a file that is there and cannot be read: whatever it says, nothing that it may ignore leaves the
    /// host. The file itself is left to the sync, which reports that it cannot be read.
    private static final GitRules EVERYTHING = GitRules.ofFile("*\n!/" + FILE);

    private final Path root;
    private final ConcurrentMap<String, GitRules> byFolder = new ConcurrentHashMap<>();

    GitignoreLayer(Path root) {
        this.root = root;
    }

    /// @param path one of which no folder above is ignored
    boolean ignores(String path, boolean folder) {
        int slash = path.length();
        do {
            slash = path.lastIndexOf('/', slash - 1);
            String above = path.substring(0, Math.max(0, slash));
            GitRules rules = byFolder.computeIfAbsent(above, this::read);
            GitRules.@Nullable Rule rule = rules.deciding(path.substring(slash + 1), folder);
            if (rule != null) {
                return rule.ignores();
            }
        } while (slash > 0);
        return false;
    }

    private GitRules read(String folder) {
        try {
            String text = RuleLines.read(root.resolve(folder).resolve(FILE));
            return text.isEmpty() ? NONE : GitRules.ofFile(text);
        } catch (IOException _) {
            return EVERYTHING;
        } catch (InvalidPathException _) {
            // The folder's name is not text in this locale. Git would find a file there, Java cannot open it.
            return EVERYTHING;
        }
    }
}
