package dev.devsync.target.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class InspectionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode answer(String config, String more) throws IOException {
        return JSON.readTree("{\"Id\": \"abc\", \"Name\": \"/shop\", \"Config\": " + config + more + "}");
    }

    @Test
    void engineLeavesOutWhatItHasNothingToSayAbout() throws IOException {
        ContainerInfo info = Inspection.info(
                answer("{\"Labels\": null}", ", \"State\": {\"Status\": \"running\", \"ExitCode\": 0}"));
        assertThat(info.name()).isEqualTo("shop");
        assertThat(info.isRunning()).isTrue();
        assertThat(info.exitCode()).as("of one that runs").isNull();
        assertThat(info.startedAt()).isNull();
        assertThat(info.labels()).isEmpty();
        assertThat(info.mounts()).isEmpty();
        assertThat(info.workingDir()).isEqualTo(new TargetPath("/"));
    }

    @Test
    void readsHowAContainerEnded() throws IOException {
        ContainerInfo info = Inspection.info(answer(
                "{\"WorkingDir\": \"/app\", \"Labels\": {\"a\": \"b\"}}",
                ", \"State\": {\"Status\": \"exited\", \"ExitCode\": 137, \"StartedAt\": \"0001-01-01T00:00:00Z\","
                        + " \"FinishedAt\": \"2026-01-02T03:04:05.678+01:00\"}"));
        assertThat(info.exitCode()).isEqualTo(137);
        assertThat(info.startedAt()).as("Go's zero").isNull();
        assertThat(info.finishedAt()).hasToString("2026-01-02T02:04:05.678Z");
        assertThat(info.labels()).containsEntry("a", "b");
        assertThat(info.workingDir()).isEqualTo(new TargetPath("/app"));
    }

    @Test
    void readsMountsOfAllKinds() throws IOException {
        ContainerInfo info = Inspection.info(
                answer(
                        "{}",
                        ", \"State\": {\"Status\": \"running\"}, \"Mounts\": ["
                                + "{\"Type\": \"volume\", \"Name\": \"data\", \"Source\": \"/var/lib/x\","
                                + " \"Destination\": \"/data\", \"RW\": false},"
                                + "{\"Type\": \"bind\", \"Source\": \"/home/me\", \"Destination\": \"/src\", \"RW\": true}],"
                                + " \"HostConfig\": {\"Tmpfs\": {\"/run\": \"ro,size=1m\"}, \"Mounts\": ["
                                + "{\"Target\": \"/data\", \"VolumeOptions\": {\"Subpath\": \"part\"}}, {\"Target\": \"/src\"}]}"));
        assertThat(info.mounts())
                .containsExactly(
                        new Mount(
                                new TargetPath("/data"),
                                Mount.Type.VOLUME,
                                Mount.Access.READ_ONLY,
                                "data",
                                new TargetPath("/part")),
                        new Mount(
                                new TargetPath("/src"),
                                Mount.Type.BIND,
                                Mount.Access.READ_WRITE,
                                "/home/me",
                                TargetPath.ROOT),
                        new Mount(
                                new TargetPath("/run"), Mount.Type.TMPFS, Mount.Access.READ_ONLY, "", TargetPath.ROOT));
    }

    @Test
    void anAnswerAboutSomethingElseIsNoContainer() {
        assertThatThrownBy(() -> Inspection.info(JSON.readTree("{\"message\": \"hello\"}")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("hello");
    }
}
