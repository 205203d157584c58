package dev.devsync.session;

import dev.devsync.config.Action;
import dev.devsync.config.Location;
import dev.devsync.config.Reactions;
import dev.devsync.config.Service;
import dev.devsync.react.History;
import dev.devsync.react.Planner;
import dev.devsync.react.ReactionNews;
import dev.devsync.react.Reactor;
import dev.devsync.react.Renewal;
import dev.devsync.react.Surroundings;
import dev.devsync.report.Event;
import dev.devsync.report.ReactionEvent;
import dev.devsync.report.Reporter;
import dev.devsync.report.Status;
import dev.devsync.select.BadPatternException;
import dev.devsync.target.TargetException;
import dev.devsync.tree.Delta;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Tree;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// What follows changes in one container: joins the arrivals of all its syncs into one stream for the reactor, and
/// makes events of what the reactor tells.
final class TargetReactions implements Arrivals, Surroundings, AutoCloseable {

    private final Service service;
    private final Connector connector;
    private final Reporter reporter;
    private final ServiceOrder order;
    private final Replicas replicas;
    private final ReactionEvent.Place place;
    private final HostLocations locations;
    private final Reactor reactor;
    private final List<SyncedSource> sources;
    private final Set<SyncedSource> awaited;
    private final Map<SyncedSource, Long> revisions = new HashMap<>();
    private final Set<RelativePath> first = new LinkedHashSet<>();
    private Instant newest = Instant.MIN;
    private boolean begun;
    private volatile boolean restartedByUs;

    /// @param sources the service's; the app starts when all have arrived
    /// @param project the project's name, for the names of processes
    TargetReactions(
            String project,
            Service service,
            List<SyncedSource> sources,
            Connector connector,
            History history,
            ServiceOrder order,
            Replicas replicas,
            Reporter reporter)
            throws BadPatternException {
        this.service = service;
        this.connector = connector;
        this.reporter = reporter;
        this.order = order;
        this.replicas = replicas;
        this.place = new ReactionEvent.Place(service.name(), connector.name());
        this.locations = new HostLocations(service.syncs());
        this.sources = List.copyOf(sources);
        this.awaited = new HashSet<>(sources);
        Reactions reactions = service.reactions();
        this.reactor = new Reactor(
                mark(project, service),
                reactions,
                Planner.of(service.name(), reactions),
                history,
                connector.launcher(folder(service)),
                this,
                this::tell);
    }

    /// The name of a service's processes. A container has processes of its own only; on this machine there
    /// may be those of another clone of the same project.
    private static String mark(String project, Service service) {
        String name = project + "/" + service.name();
        return service.location() instanceof Location.LocalFolder
                ? name + "-" + Integer.toHexString(folder(service).value().hashCode())
                : name;
    }

    private static TargetPath folder(Service service) {
        return service.syncs().isEmpty()
                ? new TargetPath("/")
                : service.syncs().getFirst().target();
    }

    Reactor reactor() {
        return reactor;
    }

    void start() {
        reactor.start();
        if (awaited.isEmpty()) { // nothing is brought here
            begin(Instant.now());
        }
    }

    /// Changes of files that are only watched. Until everything is here they wait, and come with the rest.
    ///
    /// @param paths as rules see them
    synchronized void triggered(List<RelativePath> paths, Instant seen) {
        if (begun) {
            reactor.changed(paths, seen, version());
        }
    }

    private void begin(Instant seen) {
        restartedByUs = replicas.restarts().isOurs(connector.name(), seen);
        Planner.Occasion occasion = restartedByUs ? Planner.Occasion.ARRIVAL_AFTER_RESTART : Planner.Occasion.ARRIVAL;
        reactor.caughtUp(first, seen, version(), occasion);
        first.clear();
        begun = true;
        LookoutWatch lookout = replicas.lookout();
        if (lookout != null) {
            Map<RelativePath, Instant> missed = lookout.unanswered();
            missed.values().stream()
                    .max(Instant::compareTo)
                    .ifPresent(newest -> reactor.changed(missed.keySet(), newest, version()));
        }
    }

    @Override
    public synchronized void caughtUp(SyncedSource source, Delta delta, Instant seen, long revision) {
        revisions.put(source, revision);
        List<RelativePath> touched = source.asRulesSee(SeenContents.touched(delta));
        if (awaited.isEmpty()) { // the connection was lost meanwhile
            arrived(touched, seen);
            return;
        }
        first.addAll(touched);
        newest = seen.isAfter(newest) ? seen : newest;
        awaited.remove(source);
        if (awaited.isEmpty() && !begun) {
            begin(newest); // whichever source had the last word
        }
    }

    @Override
    public void arrived(SyncedSource source, Delta delta, Tree before, Instant seen, long revision) {
        List<RelativePath> changed = source.asRulesSee(source.contents().changed(delta, before));
        synchronized (this) {
            revisions.put(source, revision);
            arrived(changed, seen);
        }
    }

    @Override
    public void takenOver() {
        reactor.takenOver(
                service.location() instanceof Location.LocalFolder
                        ? Reactor.Leaving.STOP // nobody would read its output: the newer devsync starts one of its own
                        : Reactor.Leaving.LET_LIVE);
    }

    /// The revisions of all sources that are here: replicas with the same version have the same files.
    private String version() {
        return service.syncs().stream()
                .map(sync -> revisions.entrySet().stream()
                        .filter(each -> each.getKey().sync().equals(sync))
                        .map(each -> Long.toString(each.getValue()))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("/"));
    }

    private synchronized void arrived(List<RelativePath> changed, Instant seen) {
        if (!awaited.isEmpty()) {
            first.addAll(changed);
            newest = seen.isAfter(newest) ? seen : newest;
        } else if (!changed.isEmpty()) {
            reactor.changed(changed, seen, version());
        }
    }

    private void answered() {
        LookoutWatch lookout = replicas.lookout();
        if (lookout != null) {
            lookout.answered(Instant.now());
        }
    }

    @Override
    public void restartContainer(Renewal renewal) throws TargetException {
        replicas.restarts().begin(connector.name());
        replicas.renewals().expect(connector.name(), renewal);
        answered();
        boolean restarted = false;
        try {
            connector.restart(service.reactions().stop().grace());
            restarted = true;
        } finally {
            if (!restarted) {
                replicas.renewals().take(connector.name());
            }
        }
    }

    @Override
    public Optional<String> rebuildImage(Renewal renewal, Instant seen, String because, BooleanSupplier gone)
            throws TargetException, InterruptedException {
        if (service.location() instanceof Location.LocalFolder) {
            throw new TargetException.Refused(
                    "there is no image to build: " + service.name() + " is a folder of this machine",
                    "Use `action: build` or `restart`.");
        }
        ComposeOrigin origin = connector
                .composeOrigin()
                .orElseThrow(() -> new TargetException.Refused(
                        "the image of " + service.name() + " must be built anew, which devsync cannot do: container "
                                + connector.name() + " was not made by Compose, and how it was is not known",
                        "Build and start it by hand (docker build, docker run): the new one is found by itself."));
        replicas.renewals().expect(connector.name(), renewal);
        Optional<String> failure = Optional.empty();
        boolean asItWas = true;
        try {
            failure = replicas.rebuild()
                    .run(origin.rebuild(replicas.count().getAsInt()), seen, because, this::answered, this::tell, gone);
            asItWas = failure.isPresent();
            return failure;
        } finally {
            if (asItWas) {
                replicas.renewals().take(connector.name());
            }
        }
    }

    @Override
    public Optional<Renewal> renewal() {
        return replicas.renewals().take(connector.name());
    }

    @Override
    public Set<Action> needlessAtStart(Instant seen) {
        Set<Action> needless = EnumSet.noneOf(Action.class);
        if (!replicas.rebuild().hasMissed(seen)) {
            needless.add(Action.REBUILD); // else a container that gets the Dockerfile would be made anew, and so on
        }
        if (service.reactions().run() != null || restartedByUs) {
            needless.add(Action.CONTAINER_RESTART);
        }
        return needless;
    }

    @Override
    public void runOnHost(String command, Instant seen) throws InterruptedException {
        replicas.hostHook().run(command, seen, line -> tell(new ReactionNews.Output(ReactionNews.Kind.HOOK, line)));
    }

    /// How it stands, for `devsync status`.
    Status.AppStatus status() {
        return new Status.AppStatus(
                service.name(),
                connector.name(),
                reactor.state().name().toLowerCase(Locale.ROOT),
                reactor.pid(),
                reactor.reason());
    }

    @Override
    public boolean shareBuild(
            String version, List<TargetPath> outputs, Surroundings.Build build, BooleanSupplier outdated)
            throws TargetException, InterruptedException {
        return switch (replicas.builds().join(version, connector, outdated)) {
            case SharedBuilds.Part.Builder _ -> {
                Boolean well = null;
                try {
                    boolean built = build.run();
                    well = outdated.getAsBoolean() ? null : built;
                    yield built;
                } finally {
                    replicas.builds().ended(version, connector, well);
                }
            }
            case SharedBuilds.Part.Taker(Connector from) -> {
                boolean copied = false;
                try {
                    List<TargetPath> apart = outputs.stream()
                            .filter(path -> !connector.identity(path).equals(from.identity(path)))
                            .toList();
                    if (!apart.isEmpty()) { // in a folder that both have it is there already
                        connector.copyFrom(from, apart);
                    }
                    copied = true;
                } finally {
                    if (!copied) {
                        replicas.builds().forget(version);
                    }
                }
                reporter.on(
                        new Event.Note(service.name(), connector.name() + " took what " + from.name() + " has built"));
                yield true;
            }
            case SharedBuilds.Part.Failed(Connector where) -> {
                reporter.on(new Event.Note(
                        service.name(), connector.name() + " keeps its app: the build failed in " + where.name()));
                yield false;
            }
            case SharedBuilds.Part.Outdated _ -> false;
        };
    }

    @Override
    public boolean awaitDependencies(Collection<RelativePath> paths, BooleanSupplier outdated)
            throws InterruptedException {
        List<String> others = service.reactions().dependsOn();
        if (others.isEmpty()) {
            return true;
        }
        List<ServiceOrder.Seen> files =
                sources.stream().flatMap(source -> source.seen(paths).stream()).toList();
        return order.await(
                others,
                files,
                outdated,
                () -> reporter.on(new Event.Note(
                        service.name(), "waits for " + String.join(" and ", others) + ", which it depends on")));
    }

    private void tell(ReactionNews news) {
        if (news instanceof ReactionNews.Trouble(String message, String advice)) {
            reporter.on(new Event.Trouble(service.name() + " (" + connector.name() + ")", message, advice));
        } else if (news instanceof ReactionNews.PortTaken(int port)) {
            reporter.on(new Event.Trouble(
                    service.name(),
                    "port " + port + " is taken in " + connector.name() + " before the app starts",
                    "Something that devsync did not start listens there; the app may fail to."));
        } else {
            reporter.on(new Event.Reaction(event(news)));
        }
    }

    private ReactionEvent event(ReactionNews news) {
        return switch (news) {
            case ReactionNews.Planned n -> new ReactionEvent.Planned(place, Plans.summary(service.name(), n.plan()));
            case ReactionNews.Started n -> new ReactionEvent.StepStarted(place, kind(n.kind()), n.command(), n.why());
            case ReactionNews.Output n ->
                new ReactionEvent.Output(
                        place,
                        kind(n.kind()),
                        n.kind() == ReactionNews.Kind.APP ? n.line() : locations.clickable(n.line()));
            case ReactionNews.Finished n ->
                new ReactionEvent.StepEnded(place, kind(n.kind()), n.command(), n.took(), null, false);
            case ReactionNews.StepFailed n ->
                new ReactionEvent.StepEnded(place, kind(n.kind()), n.command(), n.took(), n.how(), n.appGoesOn());
            case ReactionNews.Cancelled n -> new ReactionEvent.StepCancelled(place, kind(n.kind()), n.command());
            case ReactionNews.AppStopped n -> new ReactionEvent.AppStopped(place, n.took(), n.killed());
            case ReactionNews.AppStarted n -> new ReactionEvent.AppStarted(place, n.pid(), n.attached());
            case ReactionNews.Ready n ->
                new ReactionEvent.AppReady(
                        place,
                        n.action().keyword(),
                        ReactionEvent.Since.valueOf(n.since().name()),
                        n.took(),
                        n.parts());
            case ReactionNews.NotReady n -> new ReactionEvent.AppNotReady(place, n.limit(), n.check(), n.lastLines());
            case ReactionNews.AppEnded n -> new ReactionEvent.AppEnded(place, n.how(), n.lastLines(), n.next());
            case ReactionNews.Signalled n -> new ReactionEvent.Signalled(place, n.signal());
            case ReactionNews.Reload _ -> new ReactionEvent.Reload(place);
            case ReactionNews.Trouble _, ReactionNews.PortTaken _ -> throw new IllegalArgumentException();
        };
    }

    private static ReactionEvent.Kind kind(ReactionNews.Kind kind) {
        return ReactionEvent.Kind.valueOf(kind.name().toUpperCase(Locale.ROOT));
    }

    @Override
    public void close() {
        reactor.close();
        replicas.builds().left(connector);
    }
}
