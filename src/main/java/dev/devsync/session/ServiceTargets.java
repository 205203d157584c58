package dev.devsync.session;

import dev.devsync.config.Service;
import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.report.TargetName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The targets of one service as its containers come and go: one for each sync in each container.
final class ServiceTargets implements AutoCloseable {

    private final Service service;
    private final List<SyncedSource> sources;
    private final Map<SyncedSource, Fanout> fanouts = new HashMap<>();
    private final Reporter reporter;
    private final SharedFolders folders;
    private final Reacting reacting;
    private final Map<String, List<TargetMember>> members = new LinkedHashMap<>();
    private final Map<String, TargetReactions> reactions = new LinkedHashMap<>();
    private Absence waiting = Absence.NONE;
    private boolean closed;
    private boolean settled;
    private volatile int count;

    /// Starts what reacts in a target; nothing if nothing ever follows in this service.
    @FunctionalInterface
    interface Reacting {
        Optional<TargetReactions> in(Connector target);
    }

    ServiceTargets(
            Service service, List<SyncedSource> sources, Reporter reporter, SharedFolders folders, Reacting reacting) {
        this.reacting = reacting;
        this.service = service;
        this.sources = sources;
        this.reporter = reporter;
        this.folders = folders;
        for (SyncedSource source : sources) {
            fanouts.put(
                    source, new Fanout(service.name(), source.sync().target().value(), reporter));
        }
    }

    Service service() {
        return service;
    }

    /// Takes in what has come and lets go what has gone.
    ///
    /// @param running what runs now, by a key that changes with every start of a container
    /// @param why what to say where nothing runs
    synchronized void settle(Map<String, Connector> running, Absence why) {
        settled = true;
        count = running.size();
        if (closed) {
            return; // a look that was under way when the session ended
        }
        for (String key : List.copyOf(members.keySet())) {
            if (!running.containsKey(key)) {
                TargetReactions over = reactions.remove(key);
                if (over != null) {
                    over.close();
                }
                for (TargetMember member : Objects.requireNonNull(members.remove(key))) {
                    folders.leave(member);
                    reporter.on(new Event.Gone(
                            member.name(),
                            running.isEmpty() ? why.reasonFor(member.connector().name()) : "its container stopped"));
                }
            }
        }
        running.forEach((key, connector) -> members.computeIfAbsent(key, k -> start(key, connector)));
        folders.settle();
        if (running.isEmpty() && !waiting.isSameAs(why)) {
            reporter.on(new Event.Waiting(service.name(), why.text()));
        }
        waiting = running.isEmpty() ? why : Absence.NONE;
    }

    private List<TargetMember> start(String key, Connector connector) {
        List<TargetMember> started = new ArrayList<>();
        Optional<TargetReactions> follows = reacting.in(connector);
        follows.ifPresent(each -> {
            reactions.put(key, each);
            each.start();
        });
        Arrivals arrivals = follows.isPresent() ? follows.get() : Arrivals.IGNORED;
        for (SyncedSource source : sources) {
            TargetName name = new TargetName(
                    service.name(), connector.name(), source.sync().target().value());
            Fanout fanout = Objects.requireNonNull(fanouts.get(source));
            TargetMember member = new TargetMember(source, connector, name, fanout, arrivals);
            folders.join(member);
            started.add(member);
        }
        return started;
    }

    /// How it stands with the targets of a sync.
    synchronized Map<TargetName, TargetState> states(SyncedSource source) {
        Map<TargetName, TargetState> states = new LinkedHashMap<>();
        for (TargetMember member : of(source)) {
            TargetState state = folders.state(member);
            states.put(member.name(), state);
            states.putAll(member.connector().beyond(member.root()).states(member.name(), state));
        }
        return states;
    }

    private List<TargetMember> of(SyncedSource source) {
        return members.values().stream()
                .flatMap(List::stream)
                .filter(member -> member.source() == source)
                .toList();
    }

    /// Says that what was halted, because too much would be deleted, may be deleted.
    ///
    /// @return how many targets go on
    synchronized int agree() {
        return (int) sources.stream()
                .flatMap(source -> of(source).stream())
                .filter(folders::agree)
                .count();
    }

    /// How many there are now. Without the lock: a reaction asks, and may be waited for by who has it.
    int count() {
        return count;
    }

    synchronized List<TargetReactions> reactions() {
        return List.copyOf(reactions.values());
    }

    /// Whether its sources have seen files as another service has, as far as they have to do with them.
    boolean knows(List<ServiceOrder.Seen> files) {
        return files.stream().allMatch(seen -> sources.stream().allMatch(source -> source.knows(seen)));
    }

    /// Whether all its sources have been scanned.
    boolean isScanned() {
        return sources.stream().allMatch(SyncedSource::isScanned);
    }

    /// What its sources have now.
    Map<SyncedSource, Long> revisions() {
        return sources.stream()
                .collect(Collectors.toMap(
                        Function.identity(), source -> source.current().revision()));
    }

    /// Whether all its targets have these revisions, and those who follow were told. Targets in trouble do not count,
    /// but it must have been found out which targets there are.
    synchronized boolean has(Map<SyncedSource, Long> wanted) {
        return settled
                && members.values().stream()
                        .flatMap(List::stream)
                        .allMatch(member -> folders.hasTold(member, wanted.getOrDefault(member.source(), 0L)));
    }

    /// Whether anything that follows a change is being done.
    boolean isBusy() {
        return reactions().stream().anyMatch(each -> each.reactor().isBusy());
    }

    /// What is waited for, or empty.
    synchronized String waiting() {
        return waiting.text();
    }

    /// Ends what reacts. The loops go on: the folders end those.
    @Override
    public synchronized void close() {
        closed = true;
        reactions.values().parallelStream().forEach(TargetReactions::close);
        reactions.clear();
        members.clear();
    }
}
