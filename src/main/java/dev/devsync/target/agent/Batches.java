package dev.devsync.target.agent;

import dev.devsync.delta.TarWriter;
import dev.devsync.target.Contents;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Any delta: a tar, then a script, in parts that bound what is staged.
final class Batches {

    /// So many changes and about so many bytes go at once at most.
    private static final int MOST_CHANGES = 50_000;

    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private final Conversation agent;
    private final Hello hello;
    private final TargetOptions options;
    private final Recorder recorder;

    /// Whether files that are only renamed are renamed in the target too, instead of being sent.
    private boolean canRename;

    Batches(Conversation agent, Hello hello, TargetOptions options) {
        this.agent = agent;
        this.hello = hello;
        this.options = options;
        this.recorder = new Recorder(options.root());
        this.canRename = hello.tellsExactTimes();
    }

    void apply(Delta delta, Contents contents, Tally tally, List<PathProblem> problems) throws TargetException {
        Contents whole = contents.withoutFormerNames();
        for (Delta part : parts(delta)) {
            if (!agent.exchange(() -> send(part, canRename ? contents : whole, tally, problems))) {
                canRename = false;
                agent.exchange(() -> send(part, whole, tally, problems));
            }
        }
    }

    private static List<Delta> parts(Delta delta) {
        List<Delta> parts = new ArrayList<>();
        List<Change> part = new ArrayList<>();
        long bytes = 0;
        for (Change change : delta.changes()) {
            if (part.size() == MOST_CHANGES || bytes >= MOST_BYTES) {
                parts.add(new Delta(part));
                part.clear();
                bytes = 0;
            }
            part.add(change);
            bytes += change instanceof Change.Put(RelativePath _, Entry.File file) ? file.size() : 0;
        }
        parts.add(new Delta(part));
        return parts;
    }

    /// @return false if the target could not link what it seemed to have under another name; nothing happened then
    private boolean send(Delta part, Contents contents, Tally tally, List<PathProblem> problems)
            throws IOException, TargetException {
        String id = agent.nextId();
        Recorder.Sending sending = recorder.begin();
        Batch batch = new Batch(part, hello.capabilities().mtime(), hello.clock());
        agent.send("B " + id + "\n");
        // An empty archive would only cost a process; its blocks are missing, which no tar minds on empty input.
        ChunkedOutput chunks = new ChunkedOutput(agent.out());
        try (TarWriter tar = new TarWriter(chunks, hello.capabilities().mtime(), options.owner(), bytes -> {
            tally.bytes(bytes);
            agent.goesOn();
        })) {
            tar.timesBy(hello.clock()::there);
            batch.writeTar(tar, contents, tally::fileDone);
        }
        chunks.close();
        String script = batch.script(id);
        String claims = batch.claims();
        String facts = batch.facts();
        String links = batch.linked().steps();
        String stats = batch.linked().stats();
        String rest = script + claims + facts + links + stats;
        agent.send("E\nC %s %d %d %d %d %d\n"
                        .formatted(id, script.length(), claims.length(), facts.length(), links.length(), stats.length())
                + rest);
        tally.sent(chunks.total() + rest.length());
        sending.done(part.changes().size(), chunks.total());
        Replies replies = new Replies(agent.in(), id, options);
        recorder.acknowledged(replies::await);
        if (replies.refusedRenames()) {
            return false;
        }
        problems.addAll(batch.problems());
        problems.addAll(replies.problems(batch));
        return true;
    }
}
