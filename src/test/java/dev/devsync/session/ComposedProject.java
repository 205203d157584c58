package dev.devsync.session;

import static org.awaitility.Awaitility.await;

import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.config.compose.ComposeFiles;
import dev.devsync.config.compose.ComposeProject;
import dev.devsync.config.compose.RealCompose;
import dev.devsync.report.Event;
import dev.devsync.report.ReactionEvent;
import dev.devsync.report.Verdict;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A project that has a compose file and nothing else, on which real Compose and `devsync up` run side by side.
final class ComposedProject implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(90);

    final RecordedEvents events = new RecordedEvents();
    final RealCompose compose;
    private final Engine engine;
    private @Nullable Session session;

    /// @param parent a folder of the test's own
    ComposedProject(Path parent, Engine engine) throws IOException {
        this.compose = RealCompose.in(RealCompose.newFolder(parent));
        this.engine = engine;
    }

    /// Writes a file of the project, the folders above it, too.
    ComposedProject write(String path, String content) throws IOException {
        compose.write(path, content);
        return this;
    }

    Path path(String path) {
        return compose.folder().resolve(path);
    }

    void delete(String path) throws IOException {
        SyncedProject.deleteAll(path(path));
    }

    /// What devsync takes from the compose file now.
    Project read(String... named) throws Exception {
        return ComposeProject.read(
                        ComposeFiles.find(compose.folder(), System.getenv()).orElseThrow(),
                        List.of(named),
                        System.getenv(),
                        Path.of(System.getProperty("user.home")))
                .project();
    }

    /// Starts `devsync up SERVICE…`.
    Session up(String... named) throws Exception {
        Project project = read(named);
        List<Service> services = project.services().stream()
                .filter(service -> named.length == 0 || List.of(named).contains(service.name()))
                .toList();
        Session opened = Session.open(project, services, TestEngine::connect, events);
        session = opened;
        return opened;
    }

    void down() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    /// Waits until that many targets are in sync, and none is not.
    void awaitInSync(int targets) {
        try {
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
                var status = Objects.requireNonNull(session).status();
                return status.syncs().stream()
                                        .mapToInt(sync -> sync.targets().size())
                                        .sum()
                                == targets
                        && (targets == 0 || status.allInSync());
            });
        } catch (RuntimeException e) {
            throw new AssertionError(Objects.requireNonNull(session).status() + "; told was " + events, e);
        }
    }

    /// Waits until every container has what the host has.
    void awaitVerified() {
        List<Verdict> last = new ArrayList<>();
        try {
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> {
                        last.clear();
                        Project project = read();
                        last.addAll(new Verification(() -> engine, project.toolbox()).run(project.services()));
                        return !last.isEmpty() && last.stream().allMatch(Verdict::isEqual);
                    });
        } catch (RuntimeException e) {
            throw new AssertionError("not equal: " + last + "; told was " + events, e);
        }
    }

    /// What a shell command writes in a service's container.
    String inside(String service, String command) throws Exception {
        return compose.run("exec", "-T", service, "sh", "-c", command);
    }

    /// The same in one of several containers.
    String inside(String service, int index, String command) throws Exception {
        return compose.run("exec", "-T", "--index", Integer.toString(index), service, "sh", "-c", command);
    }

    /// Waits until a shell command in a service's container succeeds.
    void awaitInside(String service, String command) {
        try {
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> compose.tryTo("exec", "-T", service, "sh", "-c", command)
                                    .exitCode()
                            == 0);
        } catch (RuntimeException e) {
            throw new AssertionError("never true: " + command + "; told was " + events, e);
        }
    }

    /// What was told of reactions since the last `forget`.
    List<ReactionEvent> reactions() {
        return events.of(Event.Reaction.class).stream()
                .map(Event.Reaction::what)
                .toList();
    }

    @Override
    public void close() throws IOException {
        down();
        compose.close();
    }
}
