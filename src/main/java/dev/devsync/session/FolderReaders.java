package dev.devsync.session;

import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All targets that see one folder, told by whoever writes it. They outlive their writer: what has been told is kept,
/// so that the next one's first news has what arrived in between, too.
final class FolderReaders {

    private final List<TargetMember> members = new ArrayList<>();
    private @Nullable Long revision;
    private @Nullable Tree told;

    /// Adds a target; if the folder is in sync it is told so at once.
    synchronized void add(TargetMember member) {
        members.add(member);
        Long now = revision;
        if (now != null) {
            member.fanout().joined(member.name(), now);
            member.arrivals().caughtUp(member.source(), Delta.NONE, Instant.now(), now);
        }
    }

    synchronized void remove(TargetMember member) {
        members.remove(member);
        member.fanout().left(member.name());
    }

    synchronized List<TargetMember> all() {
        return List.copyOf(members);
    }

    /// The folder has everything that the source has.
    ///
    /// @param now what it has
    /// @param sent what had to be done for that
    /// @param seen when the newest of it was seen on the host
    synchronized void caughtUp(Tree now, Delta sent, Instant seen, long revision) {
        Delta news = told == null ? sent : both(Delta.between(told, now), sent);
        this.told = now;
        this.revision = revision;
        members.forEach(each -> each.fanout().joined(each.name(), revision));
        members.forEach(each -> each.arrivals().caughtUp(each.source(), news, seen, revision));
    }

    /// A connection may end between a change and its acknowledgement: then the next has nothing to send for it.
    private static Delta both(Delta missed, Delta sent) {
        List<Change> all = new ArrayList<>(missed.changes());
        all.addAll(sent.changes());
        return new Delta(all);
    }

    /// A change is there, whole; or a newer revision that needed none.
    ///
    /// @param before what the folder had
    /// @param now what it has
    /// @param took how long it took
    synchronized void arrived(Tree before, Tree now, Delta delta, Instant seen, long revision, Duration took) {
        this.told = now;
        this.revision = revision;
        members.forEach(each -> each.fanout().acknowledged(each.name(), revision, delta, took));
        if (!delta.isEmpty()) {
            members.forEach(each -> each.arrivals().arrived(each.source(), delta, before, seen, revision));
        }
    }

    /// Whether all were told of a revision.
    synchronized boolean hasTold(long wanted) {
        return revision != null && revision >= wanted;
    }

    /// Another devsync writes the folder now.
    synchronized void takenOver() {
        members.forEach(each -> each.arrivals().takenOver());
    }

    /// Nobody writes the folder now.
    synchronized void left() {
        revision = null;
        members.forEach(each -> each.fanout().left(each.name()));
    }
}
