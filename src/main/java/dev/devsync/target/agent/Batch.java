package dev.devsync.target.agent;

import dev.devsync.delta.HostFile;
import dev.devsync.delta.TarWriter;
import dev.devsync.target.Contents;
import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A delta in the agent's terms: a tar whose members are staged under `OP/NAME`, a script of steps that rename them
/// into place, and the lines for the record of what is owned. What the target has under another name is not in the
/// tar; steps of their own link it into the staging folder.
///
/// New folders are staged whole, with all that is in them, so that one rename brings a new tree into being.
final class Batch {

    /// Keeps every command line far below what systems allow (128 KiB for a word, 2 MiB in all).
    static final int MOST_NAMES = 1000;

    private final MtimePrecision precision;
    private final TargetClock clock;
    private final Linked linked;
    private final List<Step> steps = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final List<PathProblem> problems = new ArrayList<>();
    private final StringBuilder script = new StringBuilder();
    private final StringBuilder claims = new StringBuilder();
    private final StringBuilder facts = new StringBuilder();

    /// A step of the script: what is done to some names in one folder.
    ///
    /// @param arguments the words between the folder and the names; empty or ending with a space
    private record Step(String verb, RelativePath folder, String arguments, List<String> names) {}

    /// What is staged: an entry under the number of its step.
    ///
    /// @param step the step that brings it, or the new folder that it is in, into place
    /// @param below its path within the step's staging folder
    private record Member(int step, String below, RelativePath path, Entry entry) {}

    Batch(Delta delta, MtimePrecision precision, TargetClock clock) {
        this.clock = clock;
        this.precision = precision;
        this.linked = new Linked(file -> clock.there(precision.kept(file.mtimeNanos())));
        List<Change> changes = delta.changes();
        int firstPut = firstPut(changes);
        int afterPuts = firstPut;
        while (afterPuts < changes.size() && !(changes.get(afterPuts) instanceof Change.Delete)) {
            afterPuts++;
        }
        deletions(changes.subList(0, firstPut));
        puts(changes.subList(firstPut, afterPuts));
        deletions(changes.subList(afterPuts, changes.size()));
    }

    private static int firstPut(List<Change> changes) {
        int i = 0;
        while (i < changes.size() && changes.get(i) instanceof Change.Delete) {
            i++;
        }
        return i;
    }

    private void deletions(List<Change> changes) {
        Map<RelativePath, List<String>> leaves = new LinkedHashMap<>();
        List<Change.Delete> folders = new ArrayList<>();
        for (Change change : changes) {
            Change.Delete delete = (Change.Delete) change;
            facts.append(OwnershipRecord.release(delete.path()));
            if (delete.entry().isDirectory()) {
                folders.add(delete);
            } else {
                leaves.computeIfAbsent(delete.path().parent(), p -> new ArrayList<>())
                        .add(delete.path().name());
            }
        }
        leaves.forEach((folder, names) -> add("del", folder, "", names));
        // Deepest first, as they come; only neighbours can share a step.
        for (int i = 0; i < folders.size(); ) {
            RelativePath parent = folders.get(i).path().parent();
            List<String> names = new ArrayList<>();
            for (; i < folders.size() && folders.get(i).path().parent().equals(parent); i++) {
                names.add(folders.get(i).path().name());
            }
            add("rmd", parent, "", names);
        }
    }

    private void puts(List<Change> changes) {
        Map<RelativePath, Integer> stepOf = new HashMap<>();
        Map<String, Map<RelativePath, List<String>>> attributes = new LinkedHashMap<>();
        @Nullable Member newFolder = null;
        for (Change change : changes) {
            RelativePath path = change.path();
            switch (change) {
                case Change.SetAttributes set -> {
                    attributes(attributes, path, set.entry());
                    facts.append(OwnershipRecord.fact(path, set.entry(), precision));
                }
                case Change.Put put -> {
                    claims.append(OwnershipRecord.claim(path));
                    if (put.entry() instanceof Entry.Directory(int mode) && (mode & 0700) != 0700) {
                        attributes(attributes, path, put.entry());
                    }
                    if (newFolder != null && path.isWithin(newFolder.path())) {
                        String below = newFolder.below()
                                + path.raw().substring(newFolder.path().raw().length());
                        members.add(new Member(newFolder.step(), below, path, put.entry()));
                    } else {
                        int step = stepFor(path.parent(), stepOf);
                        steps.get(step).names().add(path.name());
                        Member member = new Member(step, path.name(), path, put.entry());
                        members.add(member);
                        newFolder = put.entry().isDirectory() ? member : null;
                    }
                }
                case Change.Delete _ -> throw new IllegalArgumentException("a deletion among puts: " + path);
            }
        }
        attributes.forEach((words, folders) -> folders.forEach((folder, names) -> add("attr", folder, words, names)));
    }

    private int stepFor(RelativePath folder, Map<RelativePath, Integer> stepOf) {
        Integer known = stepOf.get(folder);
        if (known != null && steps.get(known).names().size() < MOST_NAMES) {
            return known;
        }
        steps.add(new Step("into", folder, "", new ArrayList<>()));
        stepOf.put(folder, steps.size() - 1);
        return steps.size() - 1;
    }

    private void attributes(Map<String, Map<RelativePath, List<String>>> attributes, RelativePath path, Entry entry) {
        String words = switch (entry) {
            case Entry.File file ->
                Integer.toOctalString(file.mode()) + " " + Stamp.of(clock.there(precision.kept(file.mtimeNanos())))
                        + " ";
            case Entry.Directory folder -> Integer.toOctalString(folder.mode()) + " - ";
            case Entry.Symlink _ -> throw new IllegalArgumentException("a link has no attributes: " + path);
        };
        attributes
                .computeIfAbsent(words, w -> new LinkedHashMap<>())
                .computeIfAbsent(path.parent(), p -> new ArrayList<>())
                .add(path.name());
    }

    private void add(String verb, RelativePath folder, String arguments, List<String> names) {
        for (int from = 0; from < names.size(); from += MOST_NAMES) {
            List<String> some = names.subList(from, Math.min(names.size(), from + MOST_NAMES));
            steps.add(new Step(verb, folder, arguments, some));
        }
    }

    /// Writes the staged members. Files that cannot be used become problems and are dropped by the script.
    ///
    /// @param fileDone run after each file
    void writeTar(TarWriter tar, Contents contents, Runnable fileDone) throws IOException {
        for (Member member : members) {
            String name = member.step() + "/" + member.below();
            switch (member.entry()) {
                case Entry.Directory folder -> tar.directory(name, new Entry.Directory(folder.mode() | 0700));
                case Entry.Symlink link -> tar.symlink(name, link);
                case Entry.File file -> {
                    Optional<RelativePath> former = contents.formerNameOf(member.path());
                    if (former.isPresent() && linked.add(former.get(), name, file)) {
                        fileDone.run();
                        continue;
                    }
                    HostFile.Sent sent = tar.file(name, file, contents.fileOf(member.path()));
                    if (sent.outcome() != HostFile.Outcome.INTACT) {
                        drop(member, sent);
                    }
                    fileDone.run();
                }
            }
        }
    }

    private void drop(Member member, HostFile.Sent sent) {
        script.append("drop ").append(member.step()).append(' ');
        script.append(Sh.quote(member.below())).append('\n');
        problems.add(problem(member.path(), sent));
    }

    static PathProblem problem(RelativePath path, HostFile.Sent sent) {
        PathProblem.Kind kind =
                sent.outcome() == HostFile.Outcome.CHANGED ? PathProblem.Kind.CHANGING : PathProblem.Kind.UNREADABLE;
        return new PathProblem(path, kind, sent.detail());
    }

    /// The script, complete once the tar has been written.
    String script(String id) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            script.append(step.verb()).append(' ').append(i).append(' ');
            script.append(Sh.quote(step.folder().raw())).append(' ').append(step.arguments());
            for (String name : step.names()) {
                if (step.verb().equals("into")) {
                    script.append("\"$IN/").append(i).append("/\"");
                }
                script.append(Sh.quote(name)).append(' ');
            }
            script.append('\n');
        }
        return script.append("fin ").append(id).append('\n').toString();
    }

    /// What the target has under other names, complete once the tar has been written.
    Linked linked() {
        return linked;
    }

    String claims() {
        return claims.toString();
    }

    /// The lines to record afterwards, complete once the tar has been written.
    String facts() {
        Set<RelativePath> dropped = problems.stream().map(PathProblem::path).collect(Collectors.toSet());
        StringBuilder all = new StringBuilder(facts);
        for (Member member : members) {
            if (!dropped.contains(member.path())) {
                all.append(OwnershipRecord.fact(member.path(), member.entry(), precision));
            }
        }
        return all.toString();
    }

    /// The problems that were found while the tar was written.
    List<PathProblem> problems() {
        return problems;
    }

    /// The path that the agent means by a step and the index of a name.
    RelativePath path(int step, int index) {
        return steps.get(step).folder().child(steps.get(step).names().get(index));
    }
}
