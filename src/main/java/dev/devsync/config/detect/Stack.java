package dev.devsync.config.detect;

import java.io.IOException;
import java.util.Optional;

/// Knows the projects of one language.
interface Stack {

    /// What suits the project; empty if it is none of this language.
    ///
    /// @throws IOException if a file that is there cannot be read
    Optional<Detection> detect(ProjectFiles files) throws IOException;
}
