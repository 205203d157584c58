package dev.devsync.api;

import java.nio.file.Path;

/// Where programs begin.
///
///     try (DevsyncSession session = Devsync.sync(Path.of("src"))
///             .ignore("*.log")
///             .to(container.getContainerId(), "/app")
///             .start()) {
///         session.awaitInSync(Duration.ofSeconds(30));
///         Files.writeString(Path.of("src/greeting.txt"), "hello");
///         session.awaitInSync(Duration.ofSeconds(30));
///         assertThat(session.verify()).isEmpty();
///     }
///
/// It is the same engine as that of `devsync up`, `devsync sync` and `devsync verify`, without files of configuration
/// and without output.
public final class Devsync {

    private Devsync() {}

    /// Begins with what to sync.
    ///
    /// @param folder a folder of this machine; relative to the working folder of the process
    /// @throws DevsyncException.Misconfigured if there is no such folder
    public static FolderSync sync(Path folder) {
        return FolderSync.of(folder);
    }
}
