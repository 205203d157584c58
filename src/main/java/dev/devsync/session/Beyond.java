package dev.devsync.session;

import dev.devsync.report.TargetName;
import dev.devsync.report.Verdict;
import dev.devsync.target.TargetException;
import java.util.List;
import java.util.Map;

/// What lies beyond a target that passes on what arrives: more targets, of which it tells.
interface Beyond {

    /// As with every container, pod and folder.
    Beyond NOTHING = new Beyond() {
        @Override
        public Map<TargetName, TargetState> states(TargetName through, TargetState state) {
            return Map.of();
        }

        @Override
        public List<Verdict> verdicts(TargetName through) {
            return List.of();
        }
    };

    /// How it stands with them.
    ///
    /// @param through the target that passes things on
    /// @param state how it stands with that one
    Map<TargetName, TargetState> states(TargetName through, TargetState state);

    /// Compares that target with each of them.
    List<Verdict> verdicts(TargetName through) throws TargetException;
}
