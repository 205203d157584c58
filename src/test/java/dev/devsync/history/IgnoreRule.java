package dev.devsync.history;

import java.util.List;

/// A line of a generated `.dockerignore`, with what it means, decided here and not by devsync's own rules.
sealed interface IgnoreRule {

    /// The file that the rules are written to.
    String FILE = ".dockerignore";

    String line();

    boolean ignores(String path);

    /// Names that end so, at any depth.
    record Extension(String extension) implements IgnoreRule {
        @Override
        public String line() {
            return "**/*." + extension;
        }

        @Override
        public boolean ignores(String path) {
            return List.of(path.split("/")).stream().anyMatch(name -> name.endsWith("." + extension));
        }
    }

    /// One path from the top.
    record Top(String name) implements IgnoreRule {
        @Override
        public String line() {
            return name;
        }

        @Override
        public boolean ignores(String path) {
            return path.equals(name) || path.startsWith(name + "/");
        }
    }

    /// A name at any depth.
    record Anywhere(String name) implements IgnoreRule {
        @Override
        public String line() {
            return "**/" + name;
        }

        @Override
        public boolean ignores(String path) {
            return List.of(path.split("/")).contains(name);
        }
    }
}
