package dev.devsync.history;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Stages on which things go wrong, each with a container of its own.
final class FaultyStages implements Theatre.Stages, AutoCloseable {

    private final TargetKind kind;
    private final @Nullable Engine engine;
    private int stages;

    FaultyStages(TargetKind kind) throws Exception {
        this.kind = kind;
        this.engine = kind == TargetKind.LOCAL ? null : TestEngine.connect();
    }

    @Override
    public Stage open(Path folder) throws Exception {
        Files.createDirectories(folder);
        if (engine == null) {
            return new FaultyStage(folder, new LocalSite(folder.resolve("target/app")), null);
        }
        FaultyContainer container = new FaultyContainer(engine, kind, "devsync-history-" + System.nanoTime());
        boolean opened = false;
        try {
            // By turns on the root file system, which outlives a restart, and on one that can be full.
            String top = kind == TargetKind.SCRATCH || stages++ % 3 == 2 ? "/history" : FaultyContainer.SMALL_DISK;
            Stage stage = new FaultyStage(folder, container.site(top + "/app"), container);
            opened = true;
            return stage;
        } finally {
            if (!opened) {
                container.close();
            }
        }
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
