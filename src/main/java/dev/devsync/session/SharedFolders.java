package dev.devsync.session;

import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.report.TargetName;
import dev.devsync.target.FolderIdentity;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The folders that a session writes, each once, however many targets it is.
final class SharedFolders implements AutoCloseable {

    private final Reporter reporter;
    private final Runnable onFenced;
    private final Map<FolderIdentity, SharedFolder> folders = new LinkedHashMap<>();
    private final Map<TargetMember, String> refused = new HashMap<>();

    /// @param onFenced run when another devsync has taken a folder over
    SharedFolders(Reporter reporter, Runnable onFenced) {
        this.reporter = reporter;
        this.onFenced = onFenced;
    }

    /// Adds a target. Nothing is connected before [#settle()]: who comes together is looked at together.
    synchronized void join(TargetMember member) {
        SharedFolder folder =
                folders.computeIfAbsent(member.identity(), identity -> new SharedFolder(identity, reporter, onFenced));
        if (folder.suits(member)) {
            folder.join(member);
            return;
        }
        String why = conflict(member.identity(), folder.members().getFirst().name());
        refused.put(member, why);
        reporter.on(new Event.Trouble(member.name().toString(), why, ADVICE));
    }

    /// What to do about a [#conflict].
    static final String ADVICE = "Give both the same path and rules (then it is written once, for both), or mount"
            + " different folders, or leave one of the syncs out.";

    /// Why a target cannot have a folder that another sync writes.
    static String conflict(FolderIdentity identity, TargetName other) {
        return "is the same folder as " + other + " (" + identity
                + "), which has another sync: each would delete what the other writes";
    }

    synchronized void leave(TargetMember member) {
        if (refused.remove(member) != null) {
            return;
        }
        SharedFolder folder = folders.get(member.identity());
        if (folder != null) {
            folder.leave(member);
            if (folder.members().isEmpty()) {
                folders.remove(member.identity());
            }
        }
    }

    /// Starts loops where there is none, or another container's is better.
    synchronized void settle() {
        folders.values().forEach(SharedFolder::settle);
    }

    synchronized TargetState state(TargetMember member) {
        String why = refused.get(member);
        if (why != null) {
            return new TargetState(
                    TargetState.Phase.TROUBLED, 0, 0, member.source().files(), 0, Instant.now(), why, "");
        }
        SharedFolder folder = folders.get(member.identity());
        return folder == null ? TargetState.CONNECTING : folder.state(member);
    }

    /// Whether a target has a revision and those who follow were told of it; or is in trouble, for which nobody can
    /// wait.
    synchronized boolean hasTold(TargetMember member, long revision) {
        SharedFolder folder = folders.get(member.identity());
        return folder == null || refused.containsKey(member) || folder.hasTold(revision);
    }

    /// Says that what was halted may be deleted.
    ///
    /// @return false if nothing was halted for that
    synchronized boolean agree(TargetMember member) {
        SharedFolder folder = folders.get(member.identity());
        return folder != null && folder.members().contains(member) && folder.agree();
    }

    /// Whether another devsync has taken over all of them.
    synchronized boolean areTakenOver() {
        return folders.values().stream().allMatch(SharedFolder::isTakenOver);
    }

    /// Ends all loops.
    @Override
    public void close() {
        List<SharedFolder> all;
        synchronized (this) {
            all = List.copyOf(folders.values());
            folders.clear();
        }
        all.parallelStream().forEach(SharedFolder::close);
    }
}
