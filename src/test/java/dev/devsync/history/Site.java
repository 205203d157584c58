package dev.devsync.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A place for one target folder, not used before.
interface Site {

    /// The line of devsync.yaml that says where the target is.
    String location();

    /// The target folder, absolute.
    String root();

    /// The line of devsync.yaml that says which tools are brought.
    default String toolbox() {
        return "";
    }

    /// Writes the devsync.yaml of a project with its source in `src`.
    default Path writeConfig(Path folder) throws IOException {
        return Files.writeString(folder.resolve("devsync.yaml"), """
                %s
                services:
                  api:
                    %s
                    sync:
                      - path: src
                        target: %s
                        max_delete: off
                """.formatted(toolbox(), location(), root()));
    }

    /// What is in the target folder, seen by other means than devsync's.
    Picture look() throws IOException, InterruptedException;
}
