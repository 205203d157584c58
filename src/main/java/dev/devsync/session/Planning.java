package dev.devsync.session;

import dev.devsync.config.Action;
import dev.devsync.config.Service;
import dev.devsync.config.SourceFolder;
import dev.devsync.config.Sync;
import dev.devsync.react.History;
import dev.devsync.react.HistoryFile;
import dev.devsync.react.Planner;
import dev.devsync.report.PlanSummary;
import dev.devsync.report.RungHistory;
import dev.devsync.select.BadPatternException;
import dev.devsync.select.Selector;
import dev.devsync.tree.RelativePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `devsync plan`: says what would follow a change, without one.
public final class Planning {

    private final HistoryFile histories;

    /// @param history the file with how reactions went
    /// @throws IOException if it is there and cannot be read
    public Planning(Path history) throws IOException {
        this.histories = HistoryFile.open(history);
    }

    /// What would follow if these files were saved.
    ///
    /// @param files on the host, absolute; of a service only those in its sources count
    /// @return one plan for each service that any of the files concerns
    /// @throws IOException if the rules of a source cannot be loaded, or a pattern cannot be read
    public List<PlanSummary> plan(List<Service> services, List<Path> files) throws IOException {
        List<PlanSummary> plans = new ArrayList<>();
        Map<Sync, SourceRules> rules = new HashMap<>();
        for (Service service : services) {
            List<RelativePath> changed = new ArrayList<>();
            List<PlanSummary.PassedOver> ignored = new ArrayList<>();
            for (Path file : files) {
                SourceFolder lookout = service.lookout();
                if (lookout != null && isLookedAt(lookout, file)) {
                    changed.add(relative(lookout.before(), lookout.path(), file));
                    continue;
                }
                for (Sync sync : service.syncs()) {
                    if (file.startsWith(sync.path()) && !file.equals(sync.path())) {
                        RelativePath path =
                                RelativePath.of(sync.path().relativize(file).toString());
                        if (rules(sync, rules).ignores(path, false)) {
                            ignored.add(new PlanSummary.PassedOver("sync", path.display() + " is ignored"));
                        } else {
                            changed.add(relative(sync.source().before(), sync.path(), file));
                        }
                    }
                }
            }
            if (!changed.isEmpty() || !ignored.isEmpty()) {
                plans.add(summary(service, changed, ignored));
            }
        }
        return plans;
    }

    private PlanSummary summary(Service service, List<RelativePath> changed, List<PlanSummary.PassedOver> ignored)
            throws IOException {
        try {
            PlanSummary plan = Plans.summary(
                    service.name(),
                    Planner.of(service.name(), service.reactions())
                            .plan(changed, Planner.AppState.RUNS, histories.of(service.name())));
            List<PlanSummary.PassedOver> passedOver = new ArrayList<>(ignored);
            passedOver.addAll(plan.passedOver());
            return new PlanSummary(
                    plan.service(), plan.action(), plan.execs(), plan.decisions(), passedOver, plan.expected());
        } catch (BadPatternException e) {
            throw new IOException(ContainerFollower.message(e), e);
        }
    }

    private static boolean isLookedAt(SourceFolder lookout, Path file) throws IOException {
        return file.startsWith(lookout.path())
                && !file.equals(lookout.path())
                && new SourceRules(lookout)
                                .load()
                                .decideWithParents(
                                        relative(RelativePath.ROOT, lookout.path(), file), Selector.Kind.OTHER)
                        == Selector.Verdict.SELECTED;
    }

    /// The path as the service's rules see it.
    private static RelativePath relative(RelativePath before, Path folder, Path file) {
        RelativePath path = RelativePath.of(folder.relativize(file).toString());
        return before.isRoot() ? path : new RelativePath(before.raw() + "/" + path.raw());
    }

    /// A sync's rules, loaded when its first path is met.
    private static SourceRules rules(Sync sync, Map<Sync, SourceRules> loaded) throws IOException {
        SourceRules rules = loaded.get(sync);
        if (rules == null) {
            rules = new SourceRules(sync.source());
            rules.load();
            loaded.put(sync, rules);
        }
        return rules;
    }

    /// How reactions went so far.
    public List<RungHistory> histories() {
        List<RungHistory> all = new ArrayList<>();
        histories.records().forEach((service, rungs) -> {
            for (Map.Entry<Action, History.Tally> rung : rungs.entrySet()) {
                History.Tally tally = rung.getValue();
                all.add(new RungHistory(
                        service,
                        rung.getKey().keyword(),
                        tally.count(),
                        tally.succeeded(),
                        tally.failuresInARow(),
                        tally.median().orElse(null)));
            }
        });
        return all;
    }
}
