package dev.devsync.target.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.target.FolderIdentity;
import dev.devsync.tree.TargetPath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerInfoTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static ContainerInfo with(String id, Mount... mounts) {
        return new ContainerInfo(
                new ContainerId(id),
                "api-1",
                ContainerState.RUNNING,
                "img",
                "",
                null,
                null,
                null,
                Map.of(),
                List.of(mounts),
                new TargetPath("/"));
    }

    private static Mount mount(Mount.Type type, String source, String destination, String subpath) {
        return new Mount(new TargetPath(destination), type, Mount.Access.READ_WRITE, source, new TargetPath(subpath));
    }

    private static FolderIdentity of(ContainerInfo container, String folder) {
        return container.identity(new TargetPath(folder));
    }

    @Test
    void knowsAFolderThatTwoContainersHave() {
        ContainerInfo one = with("1", mount(Mount.Type.VOLUME, "code", "/srv/app", "/"));
        ContainerInfo two = with("2", mount(Mount.Type.VOLUME, "code", "/code", "/"));
        ContainerInfo part = with("3", mount(Mount.Type.VOLUME, "code", "/app", "/src"));
        assertThat(of(one, "/srv/app")).isEqualTo(of(two, "/code")).hasToString("volume code");
        assertThat(of(one, "/srv/app/src")).isEqualTo(of(part, "/app")).hasToString("volume code, folder /src");
        assertThat(of(one, "/srv/app")).isNotEqualTo(of(part, "/app"));
        assertThat(of(one, "/srv")).as("in the root file system").isNotEqualTo(of(two, "/srv"));
    }

    @Test
    void knowsAFolderOfTheHostHoweverItIsMounted() {
        ContainerInfo outer = with("1", mount(Mount.Type.BIND, "/home/me", "/me", "/"));
        ContainerInfo inner = with("2", mount(Mount.Type.BIND, "/home/me/code", "/code", "/"));
        assertThat(of(outer, "/me/code")).isEqualTo(of(inner, "/code"));
    }

    @Test
    void takesNoMountForSharedThatIsNot() {
        ContainerInfo one = with("1", mount(Mount.Type.TMPFS, "", "/app", "/"));
        ContainerInfo two = with("2", mount(Mount.Type.TMPFS, "", "/app", "/"));
        assertThat(of(one, "/app")).isNotEqualTo(of(two, "/app")).isEqualTo(of(one, "/app"));
        ContainerInfo covered =
                with("3", mount(Mount.Type.VOLUME, "code", "/app", "/"), mount(Mount.Type.TMPFS, "", "/app/tmp", "/"));
        assertThat(of(covered, "/app/tmp").storage()).isEqualTo("container 3");
    }

    private static ContainerInfo container(ContainerState state, @Nullable Instant finished, @Nullable Integer exit) {
        return new ContainerInfo(
                new ContainerId("0123456789abcdef"),
                "api-1",
                state,
                "img",
                "",
                null,
                finished,
                exit,
                Map.of(),
                List.of(),
                new TargetPath("/"));
    }

    @ParameterizedTest
    @CsvSource({"1, just now", "90, 90 seconds ago", "180, 3 minutes ago", "7300, 2 hours ago", "200000, 2 days ago"})
    void tellsWhenItEnded(int seconds, String ago) {
        assertThat(container(ContainerState.EXITED, NOW.minusSeconds(seconds), 137)
                        .describe(NOW))
                .isEqualTo("container api-1 is not running (exited 137, " + ago + ")");
    }

    @Test
    void describesEveryState() {
        for (ContainerState state : ContainerState.values()) {
            assertThat(container(state, null, null).describe(NOW)).startsWith("container api-1 is ");
        }
        assertThat(container(ContainerState.CREATED, null, null).describe(NOW))
                .isEqualTo("container api-1 is not running (created, never started)");
    }

    @Test
    void readsTheEnginesWords() {
        assertThat(ContainerState.parse("exited")).isEqualTo(ContainerState.EXITED);
        assertThat(ContainerState.parse("something new")).isEqualTo(ContainerState.UNKNOWN);
        assertThat(ContainerChange.parse("health_status: healthy")).contains(ContainerChange.HEALTH_CHANGED);
        assertThat(ContainerChange.parse("exec_start: sh")).isEmpty();
    }

    @Test
    void takesTheSentenceOutOfAnAnswer() {
        assertThat(EngineMessage.of("Status 409: {\"message\":\"container 1 is not running\"}"))
                .isEqualTo("container 1 is not running");
        assertThat(EngineMessage.of("page not found\n")).isEqualTo("page not found");
        assertThat(EngineMessage.of("{broken")).isEqualTo("{broken");
    }
}
