package dev.devsync.session;

import dev.devsync.config.Service;
import dev.devsync.config.Sync;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.DeltaSummary;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.report.TargetName;
import dev.devsync.target.Applied;
import dev.devsync.target.OriginException;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.Delta;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.Tree;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// `devsync sync`: brings every container of some services up to date, once: those that run, and those that were made
/// and never started, so that what runs there finds its files when it starts for the first time.
public final class OneShot {

    /// How often a file may change while it is read before it counts as a problem.
    private static final int TRIES = 5;

    /// How long a relay gets to bring everything to its targets.
    private static final Duration PASSING_ON = Duration.ofMinutes(5);

    private final Targets targets;
    private final Reporter reporter;

    private OneShot(Targets targets, Reporter reporter) {
        this.targets = targets;
        this.reporter = reporter;
    }

    /// @param toolbox what helps out in containers without a shell
    public OneShot(Session.EngineOpener engines, ToolboxChoice toolbox, Reporter reporter) {
        this(new Targets(engines, Targets.Reach.RUNNING_OR_NEW, toolbox, reporter), reporter);
    }

    /// The same for containers that are about to be started, be it for the first time or again.
    public static OneShot beforeStart(Session.EngineOpener engines, ToolboxChoice toolbox, Reporter reporter) {
        return new OneShot(new Targets(engines, Targets.Reach.STARTABLE, toolbox, reporter), reporter);
    }

    /// What came of it, the worst last.
    public enum Outcome {
        IN_SYNC,
        /// Some paths could not be synced; events told which.
        INCOMPLETE,
        /// More would be deleted than may be without a question: nothing was sent and nothing deleted.
        HALTED,
        /// A service has no running container, or a target would not be spoken to.
        UNREACHABLE
    }

    /// @throws OriginException if there is no engine
    /// @throws IOException if the rules of a source cannot be loaded
    public Outcome run(List<Service> services) throws OriginException, IOException, InterruptedException {
        for (Service service : services) {
            for (Sync sync : service.syncs()) {
                new SourceRules(sync.source()).load(); // a bad pattern is told before anything is touched
            }
        }
        Outcome worst = Outcome.IN_SYNC;
        OncePerFolder folders = new OncePerFolder();
        for (Service service : services) {
            if (service.syncs().isEmpty()) {
                continue; // only watched
            }
            Targets.Found found = targets.of(service);
            if (found.connectors().isEmpty()) {
                reporter.on(new Event.Trouble(
                        service.name(), found.absence(), "Start it first; `devsync up` would wait for it."));
                worst = Outcome.UNREACHABLE;
            }
            for (Sync sync : service.syncs()) {
                for (Connector connector : found.writableFirst(sync.target())) {
                    Outcome outcome = run(service, sync, connector, folders);
                    worst = outcome.compareTo(worst) > 0 ? outcome : worst;
                }
            }
        }
        return worst;
    }

    private Outcome run(Service service, Sync sync, Connector connector, OncePerFolder folders)
            throws IOException, InterruptedException {
        TargetName name =
                new TargetName(service.name(), connector.name(), sync.target().value());
        return switch (folders.of(name, sync, connector)) {
            case OncePerFolder.Turn.Now _ -> run(sync, name, connector);
            case OncePerFolder.Turn.Had(TargetName by) -> {
                reporter.on(new Event.Note(service.name(), name + " is the same folder as " + by));
                yield Outcome.IN_SYNC;
            }
            case OncePerFolder.Turn.Taken(String why) -> {
                reporter.on(new Event.Trouble(name.toString(), why, SharedFolders.ADVICE));
                yield Outcome.INCOMPLETE;
            }
        };
    }

    private Outcome run(Sync sync, TargetName name, Connector connector) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HostLook look = HostLook.begin(sync.source());
        try (Target target = connect(sync, look, connector)) {
            reporter.on(new Event.Connected(
                    name,
                    target.capabilities().transport(),
                    target.capabilities().weaknesses()));
            return fill(sync, name, target, look, start);
        } catch (TargetException e) {
            reporter.on(new Event.Trouble(name.toString(), ContainerFollower.message(e), e.advice()));
            return e instanceof TargetException.NoSpace ? Outcome.INCOMPLETE : Outcome.UNREACHABLE;
        }
    }

    private static Target connect(Sync sync, HostLook look, Connector connector) throws TargetException {
        OwnFolder.check(sync, look.rules(), connector);
        return connector.connect(new TargetOptions(sync.target(), sync.mode(), sync.owner()));
    }

    private Outcome fill(Sync sync, TargetName name, Target target, HostLook first, long start)
            throws TargetException, IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            HostLook look = attempt == 1 ? first : HostLook.begin(sync.source());
            CatchUp catchUp = new CatchUp(target, sync.mode(), look.rules(), look::fileOf);
            Snapshot found = target.scan();
            Tree tree = look.tree();
            CatchUp.Plan plan = catchUp.plan(found, tree, look.unreadable());
            DeletionGuard.Objection objection = DeletionGuard.objection(
                    sync.upkeep().maxDelete(), plan.acknowledged().files(), tree.files());
            if (objection != null) {
                reporter.on(new Event.Halted(
                        name.service(),
                        sync.path().toString(),
                        objection.what(),
                        "Put the files back, or say that they shall go: `devsync sync --yes`, or max_delete in the"
                                + " configuration."));
                return Outcome.HALTED;
            }
            Applied applied;
            try (FillProgress progress = new FillProgress(name, plan.delta(), reporter)) {
                applied = catchUp.carryOut(plan, tree, progress);
            }
            target.completed(attempt);
            boolean changing = applied.problems().stream().anyMatch(p -> p.kind() == PathProblem.Kind.CHANGING);
            if (changing && attempt < TRIES) {
                Thread.sleep(20L * attempt);
                continue;
            }
            look.problems()
                    .forEach(p -> reporter.on(SyncedSource.told(sync.path().toString(), p)));
            applied.problems().forEach(p -> reporter.on(new Event.PathTrouble(name.toString(), p)));
            Delta done = plan.delta().without(applied.failed());
            reporter.on(new Event.CaughtUp(
                    name,
                    DeltaSummary.of(done),
                    tree.files() - applied.problems().size(),
                    Duration.ofNanos(System.nanoTime() - start)));
            boolean complete = applied.problems().isEmpty() && look.unreadable().isEmpty();
            return isPassedOn(name, target) && complete ? Outcome.IN_SYNC : Outcome.INCOMPLETE;
        }
    }

    /// Whether those have everything, too, whom the target passes things on to.
    private boolean isPassedOn(TargetName name, Target target) throws TargetException {
        List<String> missing = target.awaitPassedOn(PASSING_ON);
        missing.forEach(each -> reporter.on(new Event.Trouble(
                name.toString(), each, "The relay goes on trying by itself; `devsync verify` looks again.")));
        return missing.isEmpty();
    }
}
