package dev.devsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.tree.GitignoreFiles;
import dev.devsync.tree.Owner;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.StopSignal;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceTest {

    /// Nothing in it has its default, so that whatever a copy forgets is seen.
    private static final Sync SYNC = new Sync(
            new SourceFolder(
                    Path.of("/src"),
                    new Selection.Patterns(List.of("*.log"), List.of("src/"), GitignoreFiles.HONOURED),
                    Duration.ofSeconds(5),
                    RelativePath.of("app")),
            new TargetPath("/app"),
            new Upkeep(
                    SyncMode.ONE_WAY_REPLICA,
                    new Owner(7, 8),
                    new DeletionLimit(DeletionLimit.Unit.FILES, 3),
                    Duration.ofHours(1)));

    private static final Step RUN =
            Step.ofLine("./app", new TargetPath("/app"), "app", Map.of("A", "1"), Duration.ofSeconds(9));

    private static final Reactions REACTIONS = new Reactions(
            RUN,
            RUN,
            List.of(new Rule(List.of("*.md"), null, Action.NONE, null, 1)),
            new Ready(new Ready.Check.Tcp(8080), Duration.ofSeconds(3)),
            new StopSignal("INT", Duration.ofSeconds(2)),
            Reactions.Restart.ON_FAILURE,
            Duration.ofMillis(70),
            new Reactions.Hooks("make", RUN),
            List.of("db"));

    @Test
    void anotherDeletionLimitChangesNothingElse() {
        Service service = new Service("api", new Location.ContainerName("c"), List.of(SYNC, SYNC), REACTIONS);
        Service changed = service.with(DeletionLimit.NONE);
        assertThat(changed.syncs())
                .extracting(sync -> sync.upkeep().maxDelete())
                .containsOnly(DeletionLimit.NONE);
        assertThat(changed.with(SYNC.upkeep().maxDelete())).isEqualTo(service);
    }
}
