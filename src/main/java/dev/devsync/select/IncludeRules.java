package dev.devsync.select;

import dev.devsync.select.Selector.Kind;
import dev.devsync.select.Selector.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.ignore.FastIgnoreRule;

/// A list of patterns of which one must match a path, or a folder above it, for the path to take part. The syntax
/// is that of a `.gitignore` file; an exception (`!`) takes out again what an earlier line took in.
final class IncludeRules {

    private final GitRules rules;
    private final List<Route> routes;

    private IncludeRules(GitRules rules, List<Route> routes) {
        this.rules = rules;
        this.routes = List.copyOf(routes);
    }

    static IncludeRules of(String source, List<String> patterns) throws BadPatternException {
        GitRules rules = GitRules.of(source, patterns);
        List<Route> routes = new ArrayList<>();
        for (String pattern : patterns) {
            if (!pattern.isBlank() && !pattern.startsWith("#") && !pattern.startsWith("!")) {
                routes.add(Route.to(pattern.strip()));
            }
        }
        return new IncludeRules(rules, routes);
    }

    Verdict decide(String path, Kind kind) {
        if (rules.isEmpty() || isIncluded(path, kind)) {
            return Verdict.SELECTED;
        }
        return kind == Kind.DIRECTORY && mayLeadToIncluded(path) ? Verdict.PASSAGE : Verdict.IGNORED;
    }

    private boolean isIncluded(String path, Kind kind) {
        boolean folder = kind == Kind.DIRECTORY;
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            GitRules.Rule rule = rules.deciding(path.substring(0, end), folder);
            if (rule != null) {
                return rule.ignores();
            }
            folder = true;
        }
        return false;
    }

    private boolean mayLeadToIncluded(String folder) {
        for (Route route : routes) {
            if (route.passes(folder)) {
                return true;
            }
        }
        return false;
    }

    /// The folders on the way to what a pattern matches.
    ///
    /// @param steps what matches the folder at each depth, from the top
    /// @param open whether it may go on from the last of them anywhere
    private record Route(List<FastIgnoreRule> steps, boolean open) {

        static Route to(String pattern) {
            String path = pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
            if (!path.contains("/")) {
                return new Route(List.of(), true);
            }
            String[] segments = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
            List<FastIgnoreRule> steps = new ArrayList<>();
            StringBuilder prefix = new StringBuilder();
            for (int i = 0; i < segments.length - 1; i++) {
                if (segments[i].equals("**")) {
                    return new Route(steps, true);
                }
                steps.add(new FastIgnoreRule(
                        prefix.append('/').append(segments[i]).toString()));
            }
            return new Route(steps, segments[segments.length - 1].equals("**"));
        }

        boolean passes(String folder) {
            int depth = 1;
            for (int slash = folder.indexOf('/'); slash >= 0; slash = folder.indexOf('/', slash + 1)) {
                if (depth == steps.size()) {
                    return open && steps.getLast().isMatch(folder.substring(0, slash), true, true);
                }
                depth++;
            }
            return steps.isEmpty() ? open : steps.get(depth - 1).isMatch(folder, true, true);
        }
    }
}
