package dev.devsync.select;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.jspecify.annotations.Nullable;

/// Patterns in the syntax of a `.gitignore` file; the last that matches a path decides.
final class GitRules {

    /// One pattern.
    ///
    /// @param sweeping whether it is made of wildcards only, and so says nothing about any one path
    record Rule(FastIgnoreRule matcher, boolean sweeping) {
        boolean ignores() {
            return matcher.getResult();
        }
    }

    private final Rule[] rules;

    private GitRules(List<Rule> rules) {
        this.rules = rules.toArray(Rule[]::new);
    }

    /// @throws BadPatternException for the first pattern that cannot be read
    static GitRules of(String source, List<String> patterns) throws BadPatternException {
        List<Rule> rules = new ArrayList<>();
        for (String pattern : patterns) {
            if (isPattern(pattern)) {
                Rule rule = rule(pattern);
                if (rule.matcher.isEmpty()) {
                    throw new BadPatternException(
                            source, BadPatternException.NO_LINE, pattern, "not a pattern that gitignore knows");
                }
                rules.add(rule);
            }
        }
        return new GitRules(rules);
    }

    /// The rules of a `.gitignore` file. Like git, it passes over a pattern that cannot be read.
    static GitRules ofFile(String text) {
        return new GitRules(RuleLines.of(text).stream()
                .filter(GitRules::isPattern)
                .map(GitRules::rule)
                .filter(rule -> !rule.matcher.isEmpty())
                .toList());
    }

    private static boolean isPattern(String line) {
        return !line.isBlank() && !line.startsWith("#");
    }

    private static Rule rule(String pattern) {
        boolean sweeping = pattern.strip().chars().allMatch(c -> "!*/".indexOf(c) >= 0);
        return new Rule(new FastIgnoreRule(pattern), sweeping);
    }

    /// The rule that decides about the path itself, whatever became of the folders above it; null if none does.
    @Nullable
    Rule deciding(String path, boolean folder) {
        for (int i = rules.length - 1; i >= 0; i--) {
            if (rules[i].matcher.isMatch(path, folder, true)) {
                return rules[i];
            }
        }
        return null;
    }

    boolean ignores(String path, boolean folder) {
        Rule rule = deciding(path, folder);
        return rule != null && rule.ignores();
    }

    boolean isEmpty() {
        return rules.length == 0;
    }
}
