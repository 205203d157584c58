package dev.devsync.config;

import static java.util.stream.Collectors.joining;

import java.util.List;

/// A configuration that cannot be used, with everything that was found wrong with it.
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    /// @throws IllegalArgumentException if there is no problem
    public ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(joining(System.lineSeparator())));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("no problem");
        }
        this.problems = List.copyOf(problems);
    }

    /// At least one, in file order.
    public List<ConfigProblem> problems() {
        return problems;
    }
}
