package dev.devsync.session;

import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Reporter;
import dev.devsync.target.Applied;
import dev.devsync.target.OriginException;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.target.local.LocalTransport;
import dev.devsync.target.relay.HubReport;
import dev.devsync.tree.Change;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import dev.devsync.watch.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A folder that a relay keeps: a target for laptops, and the source of a session that brings it to its own targets.
///
/// Nothing half applied leaves it. While a delta is carried out its source does not look, and then sees all of it as
/// one revision. A file beside the folder says that it is whole; without that file, after a crash in the middle of a
/// delta or with an empty volume, nothing leaves it until a laptop has said that it is complete.
final class HubFolder implements AutoCloseable {

    /// How many revisions of the laptop are remembered: a target that lags behind by more is simply behind.
    private static final int REMEMBERED = 1000;

    private final Service service;
    private final ToolboxChoice toolbox;
    private final Path place;
    private final Path whole;
    private final Session.EngineOpener engines;
    private final Reporter reporter;
    private Source.@Nullable Hold hold;

    // Read by those who report, while something is being applied.
    private volatile @Nullable Session session;
    private volatile Completed completed = new Completed("", 0, Collections.emptyNavigableMap());

    /// What a laptop has completed.
    ///
    /// @param writer which connection
    /// @param revision of its source
    /// @param revisions by those of this folder's source
    private record Completed(String writer, long revision, NavigableMap<Long, Long> revisions) {

        Completed and(String by, long revision, long here) {
            TreeMap<Long, Long> all = by.equals(writer) ? new TreeMap<>(revisions) : new TreeMap<>();
            all.put(here, revision);
            while (all.size() > REMEMBERED) {
                all.pollFirstEntry();
            }
            return new Completed(by, revision, Collections.unmodifiableNavigableMap(all));
        }

        /// The newest revision of the laptop's that is in one of this folder's; 0 if that is older than all.
        long in(long here) {
            Map.Entry<Long, Long> newest = revisions.floorEntry(here);
            return newest == null ? 0 : newest.getValue();
        }
    }

    /// @param service with the one sync from this folder
    /// @param place the folder that the synced one is in, with what belongs to it
    HubFolder(Service service, ToolboxChoice toolbox, Path place, Session.EngineOpener engines, Reporter reporter) {
        this.service = service;
        this.toolbox = toolbox;
        this.place = place;
        this.whole = place.resolve("whole");
        this.engines = engines;
        this.reporter = reporter;
    }

    /// The folder in the targets.
    TargetPath root() {
        return service.syncs().getFirst().target();
    }

    Service service() {
        return service;
    }

    /// Goes on with what the folder has, if that is whole.
    synchronized void open() throws OriginException, IOException, InterruptedException {
        if (Files.exists(whole)) {
            startSession();
        }
    }

    private void startSession() throws OriginException, IOException, InterruptedException {
        if (session == null) {
            Project project = new Project(place.resolve("relay"), place, "relay", toolbox, List.of(service), Set.of());
            session = Session.ofWritten(project, List.of(service), engines, reporter);
        }
    }

    Target connect(TargetOptions options, String writer) throws TargetException {
        TargetPath here = new TargetPath(service.syncs().getFirst().path().toString());
        TargetOptions there = new TargetOptions(here, options.mode(), null, options.access(), options.claim());
        Target local = AgentTarget.open(new LocalTransport(), there);
        return new HubTarget(this, local, writer);
    }

    /// Carries out a delta.
    @FunctionalInterface
    interface Applying {
        Applied run() throws TargetException;
    }

    synchronized Applied apply(Collection<Change> changes, Applying applying) throws TargetException {
        try {
            boolean wasWhole = Files.deleteIfExists(whole);
            boolean held = hold != null;
            holdStill();
            try {
                Applied applied = applying.run();
                // What an earlier delta did before it failed is seen now, too.
                publish(
                        held
                                ? List.of(RelativePath.ROOT)
                                : changes.stream().map(Change::path).toList());
                return applied;
            } catch (TargetException.Fenced e) {
                if (wasWhole && !held) {
                    publish(List.of()); // another laptop's turn: nothing was changed for this one
                }
                throw e;
            }
        } catch (IOException e) {
            throw noted(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// The writer has brought everything up to a revision of his source.
    synchronized void complete(String writer, long revision) throws TargetException {
        try {
            if (hold != null) {
                publish(List.of(RelativePath.ROOT));
            }
            markWhole();
            startSession();
            completed = completed.and(writer, revision, source().current().revision());
        } catch (OriginException e) {
            throw new TargetException.Refused(ContainerFollower.message(e), e.advice());
        } catch (IOException e) {
            throw noted(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Source source() {
        return Objects.requireNonNull(session).sources().getFirst().source();
    }

    private void holdStill() throws InterruptedException {
        if (session != null && hold == null) {
            hold = source().hold();
        }
    }

    private void publish(List<RelativePath> changed) throws IOException, InterruptedException {
        markWhole();
        if (hold != null) {
            Source.Hold held = hold;
            hold = null;
            held.release(changed);
        }
    }

    private void markWhole() throws IOException {
        if (!Files.exists(whole)) {
            Files.createFile(whole);
        }
    }

    private static TargetException noted(IOException e) {
        return new TargetException.Refused(
                "the relay cannot write to its own folder (" + e.getMessage() + ")",
                "See --folder of `devsync relay`.");
    }

    private static TargetException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TargetException.Disconnected("the relay is ending", e);
    }

    /// How it stands.
    HubReport report() {
        Session running = session;
        Completed known = completed;
        if (running == null) {
            return new HubReport(
                    root().value(), known.writer(), known.revision(), "nothing was sent to the relay yet", List.of());
        }
        ServiceTargets targets = running.targets().getFirst();
        List<HubReport.Passed> passed = targets.states(running.sources().getFirst()).entrySet().stream()
                .map(each -> passed(each.getKey().instance(), each.getValue(), known))
                .toList();
        return new HubReport(root().value(), known.writer(), known.revision(), targets.waiting(), passed);
    }

    private static HubReport.Passed passed(String name, TargetState state, Completed known) {
        return new HubReport.Passed(
                name,
                state.phase().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                known.in(state.revision()),
                state.inSync(),
                state.files(),
                state.refused(),
                state.transport(),
                Objects.requireNonNullElse(state.problem(), ""));
    }

    /// Ends the session. A delta that is being carried out is finished first.
    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
