package dev.devsync.react;

import dev.devsync.tree.RelativePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Says for people why something is run: by the paths that ask for it, and by no others.
final class Because {

    private static final int NAMED = 3;

    private final Changes changes;
    private final Cause.Kind cause;
    private final boolean failedBefore;

    /// @param failedBefore whether what the changes have left unfinished has failed, and was not merely cut short
    Because(Changes changes, Cause.Kind cause, boolean failedBefore) {
        this.changes = changes;
        this.cause = cause;
        this.failedBefore = failedBefore;
    }

    /// @param asking the paths that ask for it; none if it does not depend on paths
    String of(Collection<RelativePath> asking) {
        Set<RelativePath> unfinished = failedBefore ? changes.unfinished() : Set.of();
        List<RelativePath> fresh = named(asking, Set.of(), unfinished);
        if (fresh.isEmpty() && cause != Cause.Kind.START) { // the newer change makes it be tried again
            fresh = named(changes.paths(), Set.of(), changes.unfinished());
        }
        List<RelativePath> again = named(asking, fresh, Set.of());
        List<String> parts = new ArrayList<>();
        if (!fresh.isEmpty()) {
            parts.add(some(fresh) + " changed");
        } else if (asking.isEmpty() || again.isEmpty()) {
            parts.add(byItself());
        }
        if (failedBefore) {
            parts.add("tried again" + (again.isEmpty() ? "" : " for " + some(again)));
        } else if (fresh.isEmpty() && !again.isEmpty()) {
            parts.add(some(again) + " changed");
        }
        return String.join("; ", parts.stream().filter(part -> !part.isEmpty()).toList());
    }

    private String byItself() {
        return switch (cause) {
            case SAVE -> "";
            case REQUEST -> "it was asked for";
            case START -> "the app is started";
        };
    }

    private static List<RelativePath> named(
            Collection<RelativePath> all, Collection<RelativePath> but, Collection<RelativePath> norThese) {
        return all.stream()
                .filter(path -> !path.isRoot() && !but.contains(path) && !norThese.contains(path))
                .toList();
    }

    private static String some(List<RelativePath> paths) {
        String named = paths.stream().limit(NAMED).map(RelativePath::display).collect(Collectors.joining(", "));
        int more = paths.size() - NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }
}
