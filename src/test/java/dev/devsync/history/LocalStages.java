package dev.devsync.history;

import java.nio.file.Files;
import java.nio.file.Path;

/// Stages whose targets are folders of this machine.
final class LocalStages implements Theatre.Stages {

    @Override
    public Stage open(Path folder) throws Exception {
        Path target = Files.createDirectories(folder).resolve("target/app");
        return new QuietStage(folder, new LocalSite(target), () -> {
            throw new AssertionError("a local folder needs no engine");
        });
    }
}
