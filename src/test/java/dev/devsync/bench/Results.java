package dev.devsync.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// What one run has measured.
final class Results {

    final Map<Workload, Map<Contender, Figures>> rows = new LinkedHashMap<>();
    final Map<Contender, Rest.Cost> rest = new LinkedHashMap<>();

    /// Each a table of its own: what was done → how long it took.
    final Map<String, Figures> starts = new LinkedHashMap<>();

    final Map<String, Figures> answers = new LinkedHashMap<>();
    final Map<String, Figures> restart = new LinkedHashMap<>();
    final Map<String, Figures> stages = new LinkedHashMap<>();

    /// What is missing, and why.
    final List<String> remarks = new ArrayList<>();

    /// How many times as long as devsync something takes.
    OptionalDouble ratio(Workload workload, Contender contender) {
        Map<Contender, Figures> row = rows.getOrDefault(workload, Map.of());
        Figures ours = row.get(Watching.DEVSYNC);
        Figures theirs = row.get(contender);
        return ours == null || theirs == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(theirs.median() / ours.median());
    }
}
