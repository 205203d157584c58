package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.config.Action;
import dev.devsync.config.Location;
import dev.devsync.config.Project;
import dev.devsync.config.Reactions;
import dev.devsync.config.Ready;
import dev.devsync.config.Rule;
import dev.devsync.config.Service;
import dev.devsync.config.Step;
import dev.devsync.config.Sync;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Event;
import dev.devsync.report.ReactionEvent;
import dev.devsync.report.RungHistory;
import dev.devsync.tree.StopSignal;
import dev.devsync.tree.TargetPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A project whose service builds and runs something, on which `devsync up` is started and ended at will.
final class ReactingProject implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(60);

    final RecordedEvents events = new RecordedEvents();
    final TargetPath root;
    private final Path folder;
    private final Location location;
    private final Session.EngineOpener engines;
    private @Nullable Session session;

    // What follows; set before `up`.
    @Nullable
    Step build;

    @Nullable
    Step run;

    @Nullable
    Ready ready;

    List<Rule> rules = new ArrayList<>();
    StopSignal stop = new StopSignal("TERM", Duration.ofSeconds(20));
    Reactions.Restart restart = Reactions.Restart.NO;
    Reactions.Hooks hooks = Reactions.Hooks.NONE;
    List<String> dependsOn = List.of();
    ToolboxChoice toolbox = ToolboxChoice.OFF;

    ReactingProject(Path folder, Location location, TargetPath root, Session.EngineOpener engines) throws Exception {
        this.folder = folder;
        this.location = location;
        this.root = root;
        this.engines = engines;
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("devsync.yaml"), "# made by a test\n");
    }

    Step step(String shell) {
        return new Step(
                List.of("sh", "-c", shell), shell, root, null, Map.of(), Duration.ofMinutes(2), List.of(), List.of());
    }

    Rule rule(String pattern, Action action) {
        return new Rule(List.of(pattern), null, action, action == Action.SIGNAL ? "HUP" : null, 0);
    }

    void write(String path, String content) throws Exception {
        Path file = folder.resolve("src").resolve(path);
        Files.createDirectories(file.getParent());
        Path beside = Files.writeString(folder.resolve("beside"), content);
        Files.move(
                beside,
                file,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    Path source() {
        return folder.resolve("src");
    }

    Session up() throws Exception {
        Sync sync = Sync.of(source(), root);
        Reactions reactions =
                new Reactions(build, run, rules, ready, stop, restart, Duration.ofMillis(20), hooks, dependsOn);
        Service service = new Service("api", location, List.of(sync), reactions);
        Project project =
                new Project(folder.resolve("devsync.yaml"), folder, "test", toolbox, List.of(service), Set.of());
        Session opened = Session.open(project, project.services(), folder.resolve("history.json"), engines, events);
        session = opened;
        return opened;
    }

    /// What is known of a rung, as kept in the file.
    RungHistory history(String action) throws Exception {
        return new Planning(folder.resolve("history.json"))
                .histories().stream()
                        .filter(rung -> rung.action().equals(action))
                        .findFirst()
                        .orElseThrow();
    }

    void down() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    /// Waits for a line of output.
    void awaitLine(String line) {
        await(ReactionEvent.Output.class, output -> output.line().equals(line));
    }

    <E extends ReactionEvent> E await(Class<E> kind) {
        return await(kind, _ -> true);
    }

    /// Waits for something that is told after the last [RecordedEvents#forget()].
    <E extends ReactionEvent> E await(Class<E> kind, Predicate<E> which) {
        try {
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> of(kind).stream().anyMatch(which));
        } catch (RuntimeException e) {
            throw new AssertionError(kind.getSimpleName() + " did not come; told was " + events, e);
        }
        return of(kind).stream().filter(which).findFirst().orElseThrow();
    }

    <E extends ReactionEvent> List<E> of(Class<E> kind) {
        return events.of(Event.Reaction.class).stream()
                .map(Event.Reaction::what)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    List<String> lines() {
        return of(ReactionEvent.Output.class).stream()
                .map(ReactionEvent.Output::line)
                .toList();
    }

    /// Nothing but a plan follows what is done here.
    void expectNothing(Edit edit) throws Exception {
        events.forget();
        edit.make();
        events.await(Event.Synced.class);
        Thread.sleep(500); // a reaction would begin within some 30 ms
        assertThat(of(ReactionEvent.AppStopped.class)).as(events.toString()).isEmpty();
        assertThat(of(ReactionEvent.StepStarted.class)).as(events.toString()).isEmpty();
    }

    @FunctionalInterface
    interface Edit {
        void make() throws Exception;
    }

    @Override
    public void close() {
        down();
    }
}
