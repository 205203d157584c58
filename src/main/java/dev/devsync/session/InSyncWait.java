package dev.devsync.session;

import dev.devsync.report.TargetName;
import dev.devsync.watch.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Waits until all targets have what was in all sources at one moment.
///
/// First each source looks at everything, so that what was edited before is in its tree whether the system has told
/// of it yet or not. Then the loops' states say when that tree, or a newer one, has been acknowledged.
final class InSyncWait {

    /// How often to look at the states: they are fields in memory, and whoever waits here waits for nothing else.
    private static final Duration GLANCE = Duration.ofMillis(1);

    private final Collection<SyncedSource> sources;
    private final Collection<ServiceTargets> services;
    private final Map<SyncedSource, Long> wanted = new HashMap<>();
    private final Map<TargetName, Instant> halts = new HashMap<>();
    private final Map<TargetName, String> refusals = new HashMap<>();

    InSyncWait(Collection<SyncedSource> sources, Collection<ServiceTargets> services) {
        this.sources = List.copyOf(sources);
        this.services = List.copyOf(services);
    }

    Standing await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (SyncedSource synced : sources) {
            String folder = synced.sync().path().toString();
            Optional<Source.State> state = synced.awaitFullLook(left(end));
            if (state.isEmpty()) {
                return new Standing.Late(
                        folder + " could not be looked at as a whole: it is large, or changes all the" + " time");
            }
            if (state.get().status() == Source.Status.MISSING) {
                return new Standing.Halted(folder + " has vanished or was emptied");
            }
            wanted.put(synced, state.get().revision());
        }
        while (true) {
            Standing standing = standing();
            if (!(standing instanceof Standing.Late) || left(end).isZero()) {
                return standing;
            }
            Thread.sleep(GLANCE);
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private Standing standing() {
        Standing worst = new Standing.InSync();
        for (ServiceTargets targets : services) {
            Map<TargetName, TargetState> states = new LinkedHashMap<>();
            for (SyncedSource source : sources) {
                Map<TargetName, TargetState> own = targets.states(source);
                states.putAll(own);
                for (Map.Entry<TargetName, TargetState> each : own.entrySet()) {
                    TargetState state = each.getValue();
                    if (isHaltedForGood(each.getKey(), state)) {
                        return new Standing.Halted(detail(state, "halted"));
                    }
                    String lack = lack(each.getKey(), state, wanted.getOrDefault(source, 0L));
                    if (lack != null) {
                        worst = new Standing.Late(each.getKey() + " " + lack);
                    }
                }
            }
            if (states.isEmpty()) {
                String waiting = targets.waiting();
                worst = new Standing.Late(targets.service().name() + ": "
                        + (waiting.isEmpty() ? "its container was not looked for yet" : waiting));
            }
        }
        return worst;
    }

    /// A halt is said anew each time the source has been looked at. The first time may be about something older than
    /// what is waited for; the second cannot be.
    private boolean isHaltedForGood(TargetName name, TargetState state) {
        if (state.phase() != TargetState.Phase.HALTED) {
            halts.remove(name);
            return false;
        }
        Instant first = halts.putIfAbsent(name, state.since());
        return first != null && !first.equals(state.since());
    }

    private @Nullable String lack(TargetName name, TargetState state, long revision) {
        return switch (state.phase()) {
            case IN_SYNC -> {
                if (state.revision() < revision) {
                    yield "has not been sent the newest changes";
                }
                yield state.refused() == 0 ? null : refusal(name, state);
            }
            case CONNECTING -> "is being connected to";
            case COMPARING -> "is being compared";
            case SENDING ->
                // What was refused is sent again and again; that says less than why it was.
                state.refused() > 0 && refusals.containsKey(name)
                        ? refusals.get(name)
                        : "is being sent to: " + state.inSync() + " of " + state.files() + " files are there";
            case HALTED -> "is halted: " + detail(state, "no reason is known");
            case TROUBLED -> "cannot be synced to: " + detail(state, "no reason is known");
            case ENDED -> "is no longer synced to: " + detail(state, "its container stopped");
        };
    }

    private String refusal(TargetName name, TargetState state) {
        String refusal = "would not take everything: " + detail(state, "no reason is known");
        refusals.put(name, refusal);
        return refusal;
    }

    private static String detail(TargetState state, String unknown) {
        String problem = state.problem();
        return problem == null ? unknown : problem;
    }
}
