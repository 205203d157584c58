package dev.devsync.select;

import dev.devsync.tree.GitignoreFiles;
import dev.devsync.tree.RelativePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of one source, as its files and the configuration state them. A path takes part only if nothing here
/// rejects it:
///
/// 1. the defaults: version control and editors' temporary files;
/// 2. `.dockerignore` at the root of the source, with Docker's meaning;
/// 3. `.gitignore` files in the source, if they are honoured. Those above the source, and git's global excludes,
///    are not read;
/// 4. the user's `ignore` list, in gitignore syntax. An exception (`!`) there also brings back what the defaults
///    and `.gitignore` files ignore, but not what `.dockerignore` ignores. One made of wildcards only (`!*/`)
///    undoes just the user's own patterns, or whoever lists what to keep would sync `.git` along with it;
/// 5. the user's `include` list, when not empty: only what matches it, or lies in a folder that does.
///
/// The rule files are files like any others. Safe for use by several threads.
public final class SelectionRules implements Selector {

    private final GitRules defaults;
    private final DockerIgnore dockerIgnore;
    private final @Nullable GitignoreLayer gitignore;
    private final GitRules ignore;
    private final IncludeRules include;

    private SelectionRules(
            GitRules defaults,
            DockerIgnore dockerIgnore,
            @Nullable GitignoreLayer gitignore,
            GitRules ignore,
            IncludeRules include) {
        this.defaults = defaults;
        this.dockerIgnore = dockerIgnore;
        this.gitignore = gitignore;
        this.ignore = ignore;
        this.include = include;
    }

    /// Reads the rule files of a source. When one of them appears, changes or goes ([#isRuleFile]), the rules must
    /// be loaded anew.
    ///
    /// @param sourceRoot the source's folder
    /// @param ignore more patterns for what takes no part, in gitignore syntax
    /// @param include patterns for what takes part, in gitignore syntax; none means everything
    /// @throws IOException if `.dockerignore` is there but cannot be read
    /// @throws BadPatternException if a pattern in `.dockerignore` or in one of the lists cannot be read. In
    ///     `.gitignore` files such a pattern is passed over, as git does
    public static SelectionRules load(
            Path sourceRoot, List<String> ignore, List<String> include, GitignoreFiles gitignore)
            throws IOException, BadPatternException {
        Path dockerIgnore = sourceRoot.resolve(DockerIgnore.FILE);
        return new SelectionRules(
                GitRules.of("defaults", DefaultIgnores.PATTERNS),
                DockerIgnore.parse(dockerIgnore.toString(), RuleLines.read(dockerIgnore)),
                gitignore == GitignoreFiles.HONOURED ? new GitignoreLayer(sourceRoot) : null,
                GitRules.of("ignore", ignore),
                IncludeRules.of("include", include));
    }

    /// The rule files at a source's root, be they there or not; `.gitignore` files may lie deeper as well.
    public static List<RelativePath> filesAtRoot(GitignoreFiles gitignore) {
        RelativePath docker = RelativePath.of(DockerIgnore.FILE);
        return switch (gitignore) {
            case HONOURED -> List.of(docker, RelativePath.of(GitignoreLayer.FILE));
            case DISREGARDED -> List.of(docker);
        };
    }

    /// Whether these rules depend on what the file at the path says.
    public boolean isRuleFile(RelativePath path) {
        return path.raw().equals(DockerIgnore.FILE)
                || (gitignore != null && path.name().equals(GitignoreLayer.FILE));
    }

    @Override
    public Verdict decide(RelativePath path, Kind kind) {
        String text = path.text();
        if (isIgnoredByGitRules(text, kind == Kind.DIRECTORY)) {
            return Verdict.IGNORED;
        }
        Verdict byDocker = dockerIgnore.decide(text, kind);
        if (byDocker == Verdict.IGNORED) {
            return Verdict.IGNORED;
        }
        Verdict byInclude = include.decide(text, kind);
        return byInclude == Verdict.SELECTED ? byDocker : byInclude;
    }

    private boolean isIgnoredByGitRules(String path, boolean folder) {
        GitRules.Rule users = ignore.deciding(path, folder);
        if (users != null && users.ignores()) {
            return true;
        }
        if (users != null && !users.sweeping()) {
            return false;
        }
        return defaults.ignores(path, folder) || (gitignore != null && gitignore.ignores(path, folder));
    }
}
