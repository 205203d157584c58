package dev.devsync.config.detect;

import dev.devsync.config.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rule that suits a project.
///
/// @param changed patterns in gitignore syntax
/// @param exec a line that runs in the container before the action; null for nothing
/// @param action what follows then; not [Action#SIGNAL]
/// @param why why, without a full stop
public record ProposedRule(List<String> changed, @Nullable String exec, Action action, String why) {
    public ProposedRule {
        changed = List.copyOf(changed);
    }
}
