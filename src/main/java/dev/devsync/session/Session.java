package dev.devsync.session;

import dev.devsync.config.Project;
import dev.devsync.config.Service;
import dev.devsync.config.Sync;
import dev.devsync.react.HistoryFile;
import dev.devsync.react.Plan;
import dev.devsync.react.Reactor;
import dev.devsync.report.Event;
import dev.devsync.report.LeftOut;
import dev.devsync.report.PlanSummary;
import dev.devsync.report.Reporter;
import dev.devsync.report.Status;
import dev.devsync.select.BadPatternException;
import dev.devsync.target.OriginException;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.kube.Kubectl;
import dev.devsync.watch.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `devsync up`: watches the sources of some services and keeps all their targets equal to them.
///
///     source ── revision ──► loop of target 1 ──► container 1
///                       └──► loop of target 2 ──► container 2
public final class Session implements ControlServer.Requests, AutoCloseable {

    /// Opens the connection to the engine when the first service needs one.
    @FunctionalInterface
    public interface EngineOpener {
        Engine open() throws EngineException;

        /// How pods are reached, where services are in a cluster.
        default Kubectl kubectl() {
            return Kubectl.of(environment());
        }

        /// Where variables are looked up.
        default Map<String, String> environment() {
            return System.getenv();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /// How long the other targets have to notice, too, that another devsync has taken over.
    private static final Duration NOTICING = Duration.ofSeconds(3);

    private final Project project;
    private final SyncedSource.Origin written;
    private final Instant since = Instant.now();
    private final CountDownLatch fenced = new CountDownLatch(1);
    private final List<SyncedSource> sources = new ArrayList<>();
    private final List<ServiceTargets> services = new ArrayList<>();
    private final LogBook logs = new LogBook();
    private final ServiceOrder order = new ServiceOrder();
    private final List<Replicas> replicated = new ArrayList<>();
    private final HistoryFile histories;
    private final SharedFolders folders;
    private final Origins origins;
    private final Reporter reporter;
    private final List<ContainerFollower> followers = new ArrayList<>();
    private volatile boolean closed;

    private Session(
            Project project, SyncedSource.Origin written, HistoryFile histories, EngineOpener engines, Reporter shown) {
        this.project = project;
        this.written = written;
        this.histories = histories;
        this.reporter = event -> {
            logs.on(event);
            shown.on(event);
        };
        this.folders = new SharedFolders(reporter, fenced::countDown);
        this.origins = new Origins(engines, project.toolbox(), reporter);
    }

    /// As below, with histories that end with the session.
    public static Session open(Project project, List<Service> services, EngineOpener engines, Reporter reporter)
            throws OriginException, IOException, InterruptedException {
        return new Session(project, SyncedSource.Origin.SYSTEM, HistoryFile.ofThisSession(), engines, reporter)
                .started(services, Wait.FOR_SCANS);
    }

    /// The same for folders that somebody writes who tells what he has changed, see [SyncedSource.Origin#WRITER].
    static Session ofWritten(Project project, List<Service> services, EngineOpener engines, Reporter reporter)
            throws OriginException, IOException, InterruptedException {
        return new Session(project, SyncedSource.Origin.WRITER, HistoryFile.ofThisSession(), engines, reporter)
                .started(services, Wait.FOR_SCANS);
    }

    /// Scans the sources, connects to the engine if a service needs it, and starts syncing. The scans go on while
    /// engine and containers are connected to.
    ///
    /// @param services which of the project's services
    /// @param history the file with how reactions went in earlier sessions; written when this one is closed
    /// @throws OriginException if there is no engine, or a cluster cannot be reached
    /// @throws IOException if the rules of a source cannot be loaded, or the history cannot be read
    public static Session open(
            Project project, List<Service> services, Path history, EngineOpener engines, Reporter reporter)
            throws OriginException, IOException, InterruptedException {
        return new Session(project, SyncedSource.Origin.SYSTEM, HistoryFile.open(history), engines, reporter)
                .started(services, Wait.FOR_SCANS);
    }

    /// As [#open(Project, List, Path, EngineOpener, Reporter)], without the wait for the scans: see [#awaitScanned].
    public static Session begin(
            Project project, List<Service> services, Path history, EngineOpener engines, Reporter reporter)
            throws OriginException, IOException, InterruptedException {
        return new Session(project, SyncedSource.Origin.SYSTEM, HistoryFile.open(history), engines, reporter)
                .started(services, Wait.FOR_NOTHING);
    }

    private enum Wait {
        FOR_SCANS,
        FOR_NOTHING
    }

    /// This session, started; closed if that fails.
    private Session started(List<Service> chosen, Wait wait) throws OriginException, IOException, InterruptedException {
        boolean done = false;
        try {
            start(chosen);
            if (wait == Wait.FOR_SCANS) {
                awaitScanned();
            }
            done = true;
            return this;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private void start(List<Service> chosen) throws OriginException, IOException, InterruptedException {
        Map<Service, List<SyncedSource>> own = new LinkedHashMap<>();
        for (Service service : ServiceOrder.sorted(chosen)) {
            List<SyncedSource> ofService = new ArrayList<>();
            for (Sync sync : service.syncs()) {
                SyncedSource source = SyncedSource.begin(service, sync, written, sources, reporter);
                ofService.add(source);
                sources.add(source);
            }
            own.put(service, ofService);
        }
        for (TargetOrigin origin : origins.of(chosen)) {
            origin.open(); // before what takes long: that nobody is there is told at once
        }
        for (Map.Entry<Service, List<SyncedSource>> each : own.entrySet()) {
            add(each.getKey(), each.getValue());
        }
        for (ServiceTargets targets : services) {
            origins.of(targets.service()).check(targets.service());
        }
        for (TargetOrigin origin : origins.of(chosen)) {
            List<ServiceTargets> there = services.stream()
                    .filter(targets -> origins.of(targets.service()).equals(origin))
                    .toList();
            ContainerFollower follower = new ContainerFollower(origin, there, reporter);
            followers.add(follower);
            follower.start();
        }
    }

    private void add(Service service, List<SyncedSource> own) throws IOException, InterruptedException {
        Replicas replicas = Replicas.of(service, project.folder(), () -> running(service), reporter);
        replicated.add(replicas);
        ServiceTargets targets = new ServiceTargets(
                service, own, reporter, folders, connector -> reactions(service, own, connector, replicas));
        services.add(targets);
        order.add(targets);
        replicas.start(targets::reactions);
    }

    /// Waits until all sources have been scanned, and tells that of each.
    ///
    /// @return false if the session was closed meanwhile
    public boolean awaitScanned() throws InterruptedException {
        try {
            for (SyncedSource source : sources) {
                source.awaitReady();
            }
            return true;
        } catch (InterruptedException e) {
            if (closed) {
                return false;
            }
            throw e;
        }
    }

    private Optional<TargetReactions> reactions(
            Service service, List<SyncedSource> own, Connector connector, Replicas replicas) {
        if (service.reactions().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TargetReactions(
                    project.name(), service, own, connector, histories.of(service.name()), order, replicas, reporter));
        } catch (BadPatternException e) {
            reporter.on(new Event.Trouble(
                    service.name(), ContainerFollower.message(e), "Nothing follows changes until it is mended."));
            return Optional.empty();
        }
    }

    private int running(Service service) {
        return services.stream()
                .filter(targets -> targets.service().equals(service))
                .mapToInt(ServiceTargets::count)
                .sum();
    }

    /// Restarts the apps of services.
    ///
    /// @param names which; all if empty
    /// @return how many there are
    @Override
    public int restart(List<String> names) {
        return ask(names, service -> Optional.of(Reactor.Request.RESTART));
    }

    /// Builds services in their containers and restarts their apps; or builds their images, where only that is asked
    /// for by rules.
    ///
    /// @param names which; all if empty
    /// @return how many there are
    @Override
    public int rebuild(List<String> names) {
        return ask(names, service -> switch (Buildable.of(service)) {
            case IN_CONTAINER -> Optional.of(Reactor.Request.BUILD);
            case IMAGE -> Optional.of(Reactor.Request.REBUILD);
            case NOTHING -> Optional.empty();
        });
    }

    @Override
    public void logs(List<String> names, ControlServer.Following following, ControlServer.LineSink sink)
            throws IOException, InterruptedException {
        logs.read(names, following, sink);
    }

    /// What was decided last in each service that has decided anything.
    public List<PlanSummary> lastPlans() {
        List<PlanSummary> plans = new ArrayList<>();
        for (ServiceTargets targets : services) {
            for (TargetReactions each : targets.reactions()) {
                Plan plan = each.reactor().lastPlan();
                if (plan != null) {
                    plans.add(Plans.summary(targets.service().name(), plan));
                }
            }
        }
        return plans;
    }

    private int ask(List<String> names, Function<Service, Optional<Reactor.Request>> requests) {
        Instant now = Instant.now();
        int asked = 0;
        for (ServiceTargets targets : chosen(names)) {
            Optional<Reactor.Request> request = requests.apply(targets.service());
            if (request.isPresent()) {
                List<TargetReactions> each = targets.reactions();
                each.forEach(reactions -> reactions.reactor().ask(request.get(), now));
                asked += each.size();
            }
        }
        return asked;
    }

    /// Makes the apps outlive this session.
    public void keepRunning() {
        services.stream()
                .flatMap(targets -> targets.reactions().stream())
                .forEach(each -> each.reactor().keepRunning());
    }

    /// Waits until all targets have what is in the sources now. An edit that was made before the call is included.
    ///
    /// @param limit the longest wait
    public Standing awaitInSync(Duration limit) throws InterruptedException {
        return awaitInSync(List.of(), limit);
    }

    @Override
    public Standing awaitInSync(List<String> names, Duration limit) throws InterruptedException {
        List<ServiceTargets> chosen = chosen(names);
        List<SyncedSource> theirs = sources.stream()
                .filter(source ->
                        chosen.stream().anyMatch(each -> each.service().equals(source.service())))
                .toList();
        return new InSyncWait(theirs, chosen).await(limit);
    }

    /// The services of these names; all if none is named.
    private List<ServiceTargets> chosen(List<String> names) {
        return services.stream()
                .filter(targets ->
                        names.isEmpty() || names.contains(targets.service().name()))
                .toList();
    }

    /// Waits until another devsync takes a target over. Nothing else ends a session but closing it.
    public void awaitFenced() throws InterruptedException {
        fenced.await();
        // Each loop notices by itself, at its next check. What nobody has taken over by then ends with this session.
        long end = System.nanoTime() + NOTICING.toNanos();
        while (!folders.areTakenOver() && System.nanoTime() - end < 0) {
            Thread.sleep(NOTICING.dividedBy(50));
        }
    }

    /// Says that what was halted, because too much would be deleted, may be deleted.
    ///
    /// @return how many targets go on
    @Override
    public int resume() {
        return services.stream().mapToInt(ServiceTargets::agree).sum();
    }

    /// Its sources, one for each sync of each service.
    List<SyncedSource> sources() {
        return List.copyOf(sources);
    }

    /// The targets of its services.
    List<ServiceTargets> targets() {
        return List.copyOf(services);
    }

    /// How it stands now.
    @Override
    public Status status() {
        List<Status.SyncStatus> syncs = new ArrayList<>();
        for (ServiceTargets targets : services) {
            for (SyncedSource source : sources) {
                if (source.service().equals(targets.service())) {
                    syncs.add(status(source, targets));
                }
            }
        }
        return new Status(
                ProcessHandle.current().pid(),
                since.toString(),
                project.file().toString(),
                origins.of(services.stream().map(ServiceTargets::service).toList()).stream()
                        .map(TargetOrigin::description)
                        .filter(described -> !described.isEmpty())
                        .collect(Collectors.joining("; ")),
                syncs,
                services.stream()
                        .flatMap(targets -> targets.reactions().stream())
                        .map(TargetReactions::status)
                        .toList());
    }

    private void saveHistories() {
        try {
            histories.save();
        } catch (IOException e) {
            LOG.warn("how reactions went could not be kept", e); // it only helps to guess
        }
    }

    private static Status.SyncStatus status(SyncedSource source, ServiceTargets targets) {
        Source.State state = source.current();
        String root = source.sync().target().value();
        List<Status.TargetStatus> each = targets.states(source).entrySet().stream()
                .map(target -> status(target.getKey().instance(), target.getValue()))
                .toList();
        return new Status.SyncStatus(
                targets.service().name(),
                source.sync().path().toString(),
                root,
                state.revision(),
                state.tree().files(),
                state.tree().bytes(),
                targets.waiting(),
                each,
                LeftOut.of(source.problems()));
    }

    private static Status.TargetStatus status(String name, TargetState state) {
        return new Status.TargetStatus(
                name,
                state.phase().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                state.revision(),
                state.inSync(),
                state.files(),
                state.transport(),
                Objects.requireNonNullElse(state.problem(), ""));
    }

    /// Ends all loops, agents and watches.
    @Override
    public void close() {
        closed = true;
        followers.forEach(ContainerFollower::close);
        // The apps first: they must not run on while their files are no longer looked after.
        services.parallelStream().forEach(ServiceTargets::close);
        replicated.forEach(Replicas::close);
        folders.close();
        sources.forEach(SyncedSource::close);
        logs.close();
        saveHistories();
        origins.close();
    }
}
