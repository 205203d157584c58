package dev.devsync.target.relay;

import dev.devsync.delta.HostFile;
import dev.devsync.target.Access;
import dev.devsync.target.Applied;
import dev.devsync.target.Capabilities;
import dev.devsync.target.Claim;
import dev.devsync.target.Contents;
import dev.devsync.target.Progress;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.Tree;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A folder that a relay keeps and passes on.
public final class RelayTarget implements Target {

    private final RelayLine line;
    private final String writer;
    private final Capabilities capabilities;

    private RelayTarget(RelayLine line, String writer, Capabilities capabilities) {
        this.line = line;
        this.writer = writer;
        this.capabilities = capabilities;
    }

    static RelayTarget open(RelayLine line, TargetOptions options) throws TargetException {
        return line.ask(
                options.access() == Access.WRITE ? Mark.WRITE : Mark.LOOK,
                out -> {
                    out.text(options.root().value());
                    out.text(options.mode().keyword());
                    out.text(options.claim().writer());
                    out.number(age(options.claim()));
                },
                in -> new RelayTarget(line, in.text(), in.capabilities()));
    }

    /// How old the claim is, in milliseconds, -1 if it is the first: the relay's clock may differ from ours.
    private static long age(Claim claim) {
        Instant since = claim.since();
        return since == null
                ? -1
                : Math.max(0, Duration.between(since, Instant.now()).toMillis());
    }

    /// What the relay calls this connection in its [HubReport]s.
    public String writer() {
        return writer;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void check() throws TargetException {
        line.ask(Mark.CHECK, out -> {}, in -> true);
    }

    @Override
    public Snapshot scan() throws TargetException {
        return line.ask(Mark.SCAN, out -> {}, RelayReader::snapshot);
    }

    @Override
    public Optional<Map<RelativePath, Entry>> list(Collection<RelativePath> folders) throws TargetException {
        return line.ask(
                Mark.LIST,
                out -> out.list(folders, out::path),
                in -> in.number() == 0 ? Optional.empty() : Optional.of(in.entries()));
    }

    @Override
    public Map<RelativePath, Digest> digests(Collection<RelativePath> paths) throws TargetException {
        return line.ask(Mark.DIGESTS, out -> out.list(paths, out::path), RelayReader::digests);
    }

    /// Nothing of a delta is used before all of it has arrived there.
    @Override
    public Applied apply(Delta delta, Contents contents, Progress progress) throws TargetException {
        Sending sending = new Sending(progress);
        List<PathProblem> there = line.ask(
                Mark.APPLY,
                out -> {
                    out.delta(delta);
                    for (Change change : delta.changes()) {
                        if (change instanceof Change.Put(RelativePath path, Entry.File file)) {
                            sending.file(out, path, file, contents);
                        }
                    }
                },
                RelayReader::problems);
        List<PathProblem> all = new ArrayList<>(sending.problems);
        all.addAll(there);
        return new Applied(all, sending.bytes);
    }

    /// The files of one delta on their way.
    private final class Sending {
        private final Progress progress;
        private final List<PathProblem> problems = new ArrayList<>();
        private long files;
        private long bytes;

        Sending(Progress progress) {
            this.progress = progress;
        }

        void file(RelayWriter out, RelativePath path, Entry.File file, Contents contents) throws IOException {
            HostFile.Sent sent = new HostFile(this::sent).copy(file, contents.fileOf(path), out.stream());
            boolean intact = sent.outcome() == HostFile.Outcome.INTACT;
            out.number(intact ? 1 : 0);
            if (!intact) {
                problems.add(new PathProblem(
                        path,
                        sent.outcome() == HostFile.Outcome.CHANGED
                                ? PathProblem.Kind.CHANGING
                                : PathProblem.Kind.UNREADABLE,
                        sent.detail()));
            }
            files++;
            progress.sent(files, bytes);
        }

        private void sent(long count) {
            bytes += count;
            line.alive();
            progress.sent(files, bytes);
        }
    }

    @Override
    public void recordOwned(Tree owned) throws TargetException {
        line.ask(Mark.RECORD, out -> out.tree(owned), in -> true);
    }

    @Override
    public void completed(long revision) throws TargetException {
        line.ask(Mark.COMPLETED, out -> out.number(revision), in -> true);
    }

    @Override
    public List<String> awaitPassedOn(Duration limit) throws TargetException {
        return line.ask(Mark.PASSED_ON, out -> out.number(limit.toMillis()), in -> in.list(in::text));
    }

    @Override
    public void close() {
        line.close();
    }
}
