package dev.devsync.config;

import dev.devsync.tree.GitignoreFiles;
import java.util.List;

/// Which files of a source take part.
public sealed interface Selection permits Selection.Patterns, Selection.Everything, Watched {

    /// What the lists of a sync say. Whether the patterns can be read is for whoever compiles them to say.
    ///
    /// @param ignore patterns in gitignore syntax
    /// @param include patterns in gitignore syntax; empty for everything
    /// @param gitignore whether the source's `.gitignore` files count
    record Patterns(List<String> ignore, List<String> include, GitignoreFiles gitignore) implements Selection {

        /// All but what is ignored by default, or by the source's `.dockerignore`.
        public static final Patterns NONE = new Patterns(List.of(), List.of(), GitignoreFiles.DISREGARDED);

        public Patterns {
            ignore = List.copyOf(ignore);
            include = List.copyOf(include);
        }
    }

    /// All of it, whatever it is called: what takes part was decided where the source came from.
    record Everything() implements Selection {}
}
