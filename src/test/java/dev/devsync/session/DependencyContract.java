package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.report.Event;
import dev.devsync.report.ReactionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Services that share code: each reacts once to a change, after those that it depends on, beside the others.
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@SuppressWarnings({"NullAway.Init", "InlineFormatString"}) // the text is read more easily apart
abstract class DependencyContract {

    @TempDir
    Path folder;

    /// Three places, as they are said in the configuration, and a folder in each.
    abstract List<String> places();

    abstract String root();

    /// A command that ends when it runs in two places at once, called with a name for itself and one for the other.
    abstract String meeting() throws Exception;

    private final RecordedEvents events = new RecordedEvents();

    /// `app` depends on `lib` and `tool`, reacts without any quiet time, and must be last all the same.
    private String services() throws Exception {
        List<String> places = places();
        return """
                services:
                  app:
                %1$s
                    sync: [{path: shared, target: %4$s/app}]
                    build: "echo app begins $(cat code)"
                    quiet: 1us
                    depends_on: [lib, tool]
                  lib:
                %2$s
                    sync: [{path: shared, target: %4$s/lib}]
                    build:
                      command: "echo lib begins $(cat code); %5$s lib tool; sleep 0.3; echo lib ends"
                    quiet: 50ms
                  tool:
                %3$s
                    sync: [{path: shared, target: %4$s/tool}]
                    build: "echo tool begins $(cat code); %5$s tool lib; echo tool ends"
                """.formatted(places.get(0), places.get(1), places.get(2), root(), meeting());
    }

    private Project project() throws Exception {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Files.writeString(shared.resolve("code"), "0");
        Path config = Files.writeString(folder.resolve("devsync.yaml"), services());
        return ConfigFile.read(config, Map.of());
    }

    private List<String> lines() {
        return events.of(Event.Reaction.class).stream()
                .map(Event.Reaction::what)
                .filter(ReactionEvent.Output.class::isInstance)
                .map(what -> ((ReactionEvent.Output) what).line())
                .collect(Collectors.toList());
    }

    private void awaitOrder(String round) {
        Awaitility.await()
                .atMost(ReactingProject.LIMIT)
                .untilAsserted(() -> assertThat(lines())
                        .as(events.toString())
                        .contains("app begins " + round, "lib ends", "tool ends"));
        assertThat(lines())
                .as(events.toString())
                .containsExactlyInAnyOrder(
                        "lib begins " + round, "lib ends", "tool begins " + round, "tool ends", "app begins " + round)
                .endsWith("app begins " + round);
    }

    @Test
    void servicesReactOnceInOrderAndBesideOneAnother() throws Exception {
        Project project = project();
        try (Session _ = Session.open(project, project.services(), engines(), events)) {
            awaitOrder("0");
            for (int round = 1; round <= 5; round++) {
                events.forget();
                Path beside = Files.writeString(folder.resolve("beside"), Integer.toString(round));
                Files.move(
                        beside,
                        folder.resolve("shared/code"),
                        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                awaitOrder(Integer.toString(round));
            }
        }
    }

    /// Opens the engine, if there has to be one.
    abstract Session.EngineOpener engines();
}
