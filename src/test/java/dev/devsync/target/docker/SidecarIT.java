package dev.devsync.target.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a devsync in a container must leave alone.
class SidecarIT {

    private final String project = "devsync-it-" + UUID.randomUUID().toString().substring(0, 8);
    private final String label = "mine=" + project;

    @SuppressWarnings("NullAway.Init")
    private Engine engine;

    @BeforeEach
    void connect() throws EngineException {
        engine = TestEngine.connect();
    }

    @AfterEach
    void disconnect() {
        engine.close();
    }

    private Map<String, String> labels(String of, String service) {
        return Map.of("com.docker.compose.project", of, "com.docker.compose.service", service, "mine", project);
    }

    private void beside(Map<String, String> environment, TestEngine.Work work) throws Exception {
        TestEngine.raw(
                engine,
                project + "-app",
                create -> create.withLabels(labels(project, "app")),
                app -> TestEngine.raw(
                        engine,
                        project + "-other",
                        create -> create.withLabels(labels(project + "-other", "app")),
                        other -> TestEngine.raw(
                                engine,
                                project + "-devsync",
                                create -> create.withLabels(labels(project, "devsync")),
                                self -> {
                                    engine.workBeside(Sidecar.of(engine.container(self), environment));
                                    work.with(self);
                                })));
    }

    @Test
    void refuses_its_own_container() throws Exception {
        beside(Map.of(), self -> {
            for (ContainerQuery query : java.util.List.of(
                    new ContainerQuery.ByService(project, "devsync"),
                    new ContainerQuery.ByName(project + "-devsync"))) {
                assertThatThrownBy(() -> engine.containers(query))
                        .isInstanceOfSatisfying(EngineException.Misconfigured.class, e -> {
                            assertThat(e).hasMessageContainingAll(project + "-devsync", "does not sync into itself");
                            assertThat(e.advice()).contains("the app's service");
                        });
            }
        });
    }

    @Test
    void leaves_itself_and_other_projects_out_of_what_a_label_finds() throws Exception {
        beside(
                Map.of(),
                self -> assertThat(engine.containers(new ContainerQuery.ByLabel(label)))
                        .extracting(ContainerInfo::name)
                        .containsExactly(project + "-app"));
    }

    @Test
    void follows_another_project_when_it_is_told_to() throws Exception {
        beside(
                Map.of("COMPOSE_PROJECT_NAME", project + "-other"),
                self -> assertThat(engine.containers(new ContainerQuery.ByLabel(label)))
                        .extracting(ContainerInfo::name)
                        .containsExactly(project + "-other"));
    }

    @Test
    void takes_a_container_by_its_name_wherever_it_belongs() throws Exception {
        beside(
                Map.of(),
                self -> assertThat(engine.containers(new ContainerQuery.ByName(project + "-other")))
                        .hasSize(1));
    }
}
