package dev.devsync.session;

import dev.devsync.report.Event;
import dev.devsync.report.Reporter;
import dev.devsync.target.FolderIdentity;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One folder, and the targets that it is: as a rule one, but replicas that have a volume in common all see the same.
/// Two loops there would fence each other off, so there is one, in the container that came first. When that goes,
/// another's takes over and catches up.
final class SharedFolder {

    private final FolderIdentity identity;
    private final Reporter reporter;
    private final Runnable onFenced;
    private final FolderReaders readers = new FolderReaders();
    private @Nullable TargetMember writer;
    private @Nullable TargetLoop loop;
    private @Nullable Told told;

    /// How it was shared when it was last looked at.
    private record Told(TargetMember writer, List<TargetMember> members) {}

    SharedFolder(FolderIdentity identity, Reporter reporter, Runnable onFenced) {
        this.identity = identity;
        this.reporter = reporter;
        this.onFenced = onFenced;
    }

    List<TargetMember> members() {
        return readers.all();
    }

    /// Whether a target may be a member: it wants the same files, by the same rules.
    boolean suits(TargetMember member) {
        return readers.all().stream()
                .allMatch(each -> each.source().isSameWatchAs(member.source())
                        && each.source().sync().isSameWorkAs(member.source().sync()));
    }

    void join(TargetMember member) {
        readers.add(member);
    }

    /// The loop ends with its container; [#settle()] starts another.
    void leave(TargetMember member) {
        readers.remove(member);
        if (member.equals(writer)) {
            close();
        }
    }

    /// Sees to it that there is a loop, in a container that may write if there is one.
    void settle() {
        List<TargetMember> members = readers.all();
        if (members.isEmpty()) {
            return;
        }
        TargetMember best =
                members.stream().filter(TargetMember::mayWrite).findFirst().orElse(members.getFirst());
        if (writer == null || (best.mayWrite() && !writer.mayWrite())) {
            close();
            writer = best;
            loop = new TargetLoop(best, readers, reporter, onFenced);
            loop.start();
        }
        tell(Objects.requireNonNull(writer), members);
    }

    /// Says who shares the folder when that is news: somebody came, or another writes.
    private void tell(TargetMember writing, List<TargetMember> members) {
        Told before = told;
        told = new Told(writing, members);
        boolean shared = members.size() > 1;
        boolean news = before == null ? shared : !before.members.containsAll(members) || !before.writer.equals(writing);
        if (news) {
            String where = writing.root() + " (" + identity + ")";
            String who = writing.name().instance();
            reporter.on(new Event.Note(
                    writing.name().service(),
                    shared
                            ? names(members) + " share " + where + ": it is written once, through " + who
                                    + exceptions(writing, members)
                            : who + " goes on with " + where));
        }
    }

    private static String names(List<TargetMember> members) {
        List<String> names =
                members.stream().map(each -> each.name().instance()).toList();
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    /// What is mounted below the folder may be each container's own, and is then written in one of them only.
    private static String exceptions(TargetMember writing, List<TargetMember> members) {
        String own = members.stream()
                .flatMap(each ->
                        each.connector().mountsBelow(each.root()).stream().map(each.root()::relative))
                .filter(below -> !members.stream().allMatch(each -> each.sees(writing, below)))
                .distinct()
                .map(below -> writing.root().resolve(below).toString())
                .collect(Collectors.joining(", "));
        return own.isEmpty() ? "" : ". Not shared is what is mounted below it: files for " + own + " reach nobody else";
    }

    /// How it stands, for one of the members.
    TargetState state(TargetMember member) {
        TargetLoop running = loop;
        TargetMember writing = writer;
        if (running == null || writing == null) {
            return TargetState.CONNECTING;
        }
        TargetState state = running.state();
        return member.equals(writing) || state.transport().isEmpty()
                ? state
                : state.by("shared with " + writing.name().instance());
    }

    /// Whether those who follow were told of a revision; or the folder is in trouble, for which nobody can wait.
    boolean hasTold(long revision) {
        TargetLoop running = loop;
        if (running == null) {
            return false;
        }
        return switch (running.state().phase()) {
            case CONNECTING, COMPARING, SENDING, IN_SYNC -> readers.hasTold(revision);
            case HALTED, TROUBLED, ENDED -> true;
        };
    }

    /// Whether another devsync has taken it over: nothing else ends a loop of a folder that is there.
    boolean isTakenOver() {
        TargetLoop running = loop;
        return running != null && running.state().phase() == TargetState.Phase.ENDED;
    }

    /// Says that what was halted may be deleted.
    ///
    /// @return false if nothing was halted for that
    boolean agree() {
        return loop != null && loop.agree();
    }

    void close() {
        if (loop != null) {
            loop.close();
            readers.left();
        }
        loop = null;
        writer = null;
    }
}
