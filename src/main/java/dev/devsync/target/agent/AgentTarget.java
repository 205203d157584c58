package dev.devsync.target.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.devsync.delta.HostFile;
import dev.devsync.delta.TarWriter;
import dev.devsync.target.Access;
import dev.devsync.target.Applied;
import dev.devsync.target.Capabilities;
import dev.devsync.target.Contents;
import dev.devsync.target.Progress;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.Token;
import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A target that is reached through the sh agent, over whatever stream a transport gives.
public final class AgentTarget implements Target {

    private static final Logger LOG = LoggerFactory.getLogger(AgentTarget.class);

    /// How long the agent may be silent while it is expected to answer. It answers within milliseconds as a rule; a
    /// rename across file systems copies, tens of thousands of folders are removed one by one, and a slow disk may
    /// take its time.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// The same for digests, which come all at once: 200 files may be large ones.
    private static final Duration DIGEST_PATIENCE = Duration.ofMinutes(15);

    /// How long the agent may take to start: a loaded engine needs a second or two for an exec.
    private static final Duration START = Duration.ofSeconds(30);

    /// Up to this size a single file goes without tar, which spares the agent two processes.
    private static final long SMALL = 256 * 1024;

    /// A delta goes in batches of at most so many changes and about so many bytes, which bounds what is staged.
    private static final int BATCH_CHANGES = 50_000;

    private static final long BATCH_BYTES = 256L * 1024 * 1024;

    /// Files whose digests are asked for at once: the answer must fit into a pipe (64 KiB), because nobody reads it
    /// before the question is out.
    private static final int DIGESTS = 200;

    private static final int DIGESTS_BYTES = 24 * 1024;

    private final AgentChannel channel;
    private final AgentReader in;
    private final OutputStream out;
    private final Watchdog watchdog;
    private final String token;
    private final TargetOptions options;
    private final Hello hello;
    private final ReentrantLock turn = new ReentrantLock();
    private int lastId;

    /// Whether files that are only renamed are renamed in the target too, instead of being sent.
    private boolean canRename;

    private AgentTarget(
            AgentChannel channel, AgentReader in, Watchdog watchdog, String token, TargetOptions options, Hello hello) {
        this.channel = channel;
        this.in = in;
        this.out = channel.input();
        this.watchdog = watchdog;
        this.token = token;
        this.options = options;
        this.hello = hello;
        this.canRename = hello.tellsExactTimes();
    }

    /// Starts an agent.
    ///
    /// @throws TargetException.NoAgent if it cannot run there: no shell, or a tool is missing
    /// @throws TargetException.Refused if the root cannot be written
    /// @throws TargetException.NoSpace if the file system is full
    /// @throws TargetException.Disconnected if the target cannot be reached or does not answer
    public static AgentTarget open(AgentTransport transport, TargetOptions options) throws TargetException {
        String token = options.claim().writer() + Token.random();
        Instant started = Instant.now();
        AgentChannel channel = transport.start(Hello.command(token, options));
        Watchdog watchdog = new Watchdog(channel::close);
        boolean opened = false;
        try {
            AgentReader in = new AgentReader(channel.output());
            watchdog.expectWithin(START);
            Hello hello = Hello.exchange(channel, in, options, transport.tools(), started);
            if (hello.clockChanged() && options.access() == Access.WRITE) {
                channel.input().write(("O " + hello.clock().aheadSeconds() + "\n").getBytes(ISO_8859_1));
            }
            watchdog.rest();
            opened = true;
            return new AgentTarget(channel, in, watchdog, token, options, hello);
        } catch (IOException e) {
            throw Hello.silence(channel, watchdog, e);
        } catch (IllegalArgumentException e) {
            throw new TargetException.Disconnected("the agent's first words make no sense: " + e.getMessage(), e);
        } finally {
            if (!opened) {
                watchdog.close();
                channel.close();
            }
        }
    }

    @Override
    public Capabilities capabilities() {
        return hello.capabilities();
    }

    @FunctionalInterface
    private interface Exchange<T> {
        T run() throws IOException, TargetException;
    }

    /// One question and its answer, within the limits of patience.
    private <T> T exchange(Exchange<T> exchange) throws TargetException {
        return exchange(PATIENCE, exchange);
    }

    private <T> T exchange(Duration patience, Exchange<T> exchange) throws TargetException {
        turn.lock();
        watchdog.expectWithin(patience);
        try {
            return exchange.run();
        } catch (IOException e) {
            close();
            throw watchdog.hasBitten()
                    ? new TargetException.Disconnected("no answer for " + patience.toSeconds() + " s", e)
                    : new TargetException.Disconnected(Hello.ended(channel), e);
        } catch (IllegalArgumentException e) {
            close();
            throw new TargetException.Disconnected("the agent's answer makes no sense: " + e.getMessage(), e);
        } finally {
            watchdog.rest();
            turn.unlock();
        }
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
    }

    @Override
    public void check() throws TargetException {
        try {
            exchange(() -> {
                send("W\n");
                new Replies(in, "W", options).await();
                return true;
            });
        } catch (TargetException.Stale e) {
            // Another agent settles in what is there now.
            throw new TargetException.Disconnected("the folder " + options.root() + " was deleted or replaced", e);
        }
    }

    @Override
    public Snapshot scan() throws TargetException {
        return exchange(() -> {
            send("L\n");
            return Listing.read(in, hello.listing(), hello.clock(), () -> watchdog.expectWithin(PATIENCE));
        });
    }

    @Override
    public Optional<Map<RelativePath, Entry>> list(Collection<RelativePath> folders) throws TargetException {
        StringBuilder names = new StringBuilder();
        folders.forEach(folder ->
                names.append(folder.isRoot() ? "." : "./" + folder.raw()).append('\0'));
        Map<RelativePath, Entry> found = exchange(() -> {
            if (folders.contains(RelativePath.ROOT)) {
                checkClock();
            }
            send("K " + names.length() + "\n" + names);
            return Listing.readFolders(in, hello.listing(), hello.clock());
        });
        // A find that does not know how to stay in a folder shows nothing at all.
        boolean helpless = found.isEmpty() && folders.contains(RelativePath.ROOT);
        return helpless ? Optional.empty() : Optional.of(found);
    }

    /// The clock of a virtual machine may be set, or stand still while its host sleeps. A new connection begins with
    /// the new difference.
    private void checkClock() throws IOException, TargetException {
        Instant asked = Instant.now();
        send("Y\n");
        Long seconds = Hello.number(in.line());
        TargetClock now = hello.clock().read(seconds, asked, Instant.now());
        if (!now.equals(hello.clock())) {
            close();
            throw new TargetException.Disconnected(
                    "the clock of the target was set: it is " + now.aheadSeconds() + " s ahead of this machine's now,"
                            + " after " + hello.clock().aheadSeconds() + " s",
                    null);
        }
    }

    @Override
    public void recordOwned(Tree owned) throws TargetException {
        exchange(() -> {
            String lines = OwnershipRecord.of(owned, precision());
            send("M " + lines.length() + "\n" + lines);
            new Replies(in, "M", options).await();
            return true;
        });
    }

    private MtimePrecision precision() {
        return hello.capabilities().mtime();
    }

    @Override
    public Map<RelativePath, Digest> digests(Collection<RelativePath> paths) throws TargetException {
        Map<RelativePath, Digest> digests = new HashMap<>();
        if (!hello.canDigest()) {
            return digests;
        }
        List<RelativePath> some = new ArrayList<>();
        int bytes = 0;
        for (RelativePath path : paths) {
            if (path.raw().indexOf('\n') >= 0) {
                digest(List.of(path), digests); // busybox prints it as it is: among others it could be taken for two
                continue;
            }
            if (some.size() == DIGESTS || bytes > DIGESTS_BYTES) {
                digest(some, digests);
                some.clear();
                bytes = 0;
            }
            some.add(path);
            bytes += path.raw().length() + 3;
        }
        if (!some.isEmpty()) {
            digest(some, digests);
        }
        return digests;
    }

    private void digest(List<RelativePath> paths, Map<RelativePath, Digest> digests) throws TargetException {
        exchange(DIGEST_PATIENCE, () -> {
            StringBuilder names = new StringBuilder();
            paths.forEach(path -> names.append("./").append(path.raw()).append('\0'));
            send("H " + names.length() + "\n" + names);
            Sums.read(in, paths, digests);
            return true;
        });
    }

    @Override
    public Applied apply(Delta delta, Contents contents, Progress progress) throws TargetException {
        Tally tally = new Tally(progress);
        List<PathProblem> problems =
                new ArrayList<>(Lengths.of(hello.longestName(), options.root()).problems(delta));
        Delta fitting = delta.without(problems.stream().map(PathProblem::path).toList());
        if (!fitting.isEmpty()) {
            applyFitting(fitting, contents, tally, problems);
        }
        return new Applied(problems, tally.sent());
    }

    private void applyFitting(Delta delta, Contents contents, Tally tally, List<PathProblem> problems)
            throws TargetException {
        if (!(singleSmallFile(delta) instanceof Change.Put put && applySmallFile(put, contents, tally, problems))) {
            for (Delta part : parts(delta)) {
                Contents sent = contents.withoutFormerNames();
                if (!exchange(() -> applyBatch(part, canRename ? contents : sent, tally, problems))) {
                    canRename = false;
                    exchange(() -> applyBatch(part, sent, tally, problems));
                }
            }
        }
    }

    private Change singleSmallFile(Delta delta) {
        Change change = delta.changes().getFirst();
        boolean small = delta.changes().size() == 1
                && change instanceof Change.Put(RelativePath path, Entry.File file)
                && file.size() <= SMALL
                && path.raw().chars().noneMatch(c -> c < ' ')
                && options.owner() == null
                && hello.canTouch();
        return small ? change : new Change.Delete(change.path(), new Entry.Directory(0));
    }

    /// Sends one file without tar.
    ///
    /// @return false if the target has something else than a file in its place, so that it takes a batch
    private boolean applySmallFile(Change.Put put, Contents contents, Tally tally, List<PathProblem> problems)
            throws TargetException {
        Entry.File file = (Entry.File) put.entry();
        RelativePath path = put.path();
        ByteArrayOutputStream content = new ByteArrayOutputStream((int) file.size());
        SendEvent sending = new SendEvent();
        sending.begin();
        try {
            HostFile.Sent sent = new HostFile(tally::bytes).copy(file, contents.fileOf(path), content);
            if (sent.outcome() != HostFile.Outcome.INTACT) {
                problems.add(Batch.problem(path, sent));
                return true;
            }
        } catch (IOException e) {
            throw new AssertionError("writing to memory", e);
        }
        try {
            return exchange(() -> {
                String id = nextId();
                String head = smallFileFrame(id, path, file);
                ByteArrayOutputStream frame = new ByteArrayOutputStream(head.length() + content.size() + 64);
                frame.write(head.getBytes(ISO_8859_1));
                content.writeTo(frame);
                frame.write(("\nend " + token + " " + id + "\n").getBytes(ISO_8859_1));
                frame.writeTo(out);
                tally.sent(frame.size());
                sending.done(options.root(), 1, frame.size());
                AcknowledgeEvent.record(options.root(), new Replies(in, id, options)::await);
                tally.fileDone();
                return true;
            });
        } catch (TargetException.Stale e) {
            return false;
        }
    }

    private String smallFileFrame(String id, RelativePath path, Entry.File file) {
        int mode = file.mode();
        boolean plain = (mode & ~0666) == 0; // a mode that the umask alone can give
        String claim = precision() == MtimePrecision.SECONDS ? OwnershipRecord.stamp(file) : "+";
        return String.format(
                        Locale.ROOT,
                        "F %s %d %04o %s %s %s\n",
                        id,
                        file.size(),
                        plain ? 0666 & ~mode : 0077,
                        plain ? "-" : Integer.toOctalString(mode),
                        Stamp.of(hello.clock().there(precision().kept(file.mtimeNanos()))),
                        claim)
                + Sh.quote(path.parent().raw()) + " " + Sh.quote(path.name()) + "\n";
    }

    private static List<Delta> parts(Delta delta) {
        List<Delta> parts = new ArrayList<>();
        List<Change> part = new ArrayList<>();
        long bytes = 0;
        for (Change change : delta.changes()) {
            if (part.size() == BATCH_CHANGES || bytes >= BATCH_BYTES) {
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
    private boolean applyBatch(Delta part, Contents contents, Tally tally, List<PathProblem> problems)
            throws IOException, TargetException {
        String id = nextId();
        SendEvent sending = new SendEvent();
        sending.begin();
        Batch batch = new Batch(part, precision(), hello.clock());
        send("B " + id + "\n");
        // An empty archive would only cost a process; its blocks are missing, which no tar minds on empty input.
        ChunkedOutput chunks = new ChunkedOutput(out);
        try (TarWriter tar = new TarWriter(chunks, precision(), options.owner(), bytes -> {
            tally.bytes(bytes);
            watchdog.expectWithin(PATIENCE);
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
        send("E\nC %s %d %d %d %d %d\n"
                        .formatted(id, script.length(), claims.length(), facts.length(), links.length(), stats.length())
                + rest);
        tally.sent(chunks.total() + rest.length());
        sending.done(options.root(), part.changes().size(), chunks.total());
        Replies replies = new Replies(in, id, options);
        AcknowledgeEvent.record(options.root(), replies::await);
        if (replies.refusedRenames()) {
            return false;
        }
        problems.addAll(batch.problems());
        problems.addAll(replies.problems(batch));
        return true;
    }

    private String nextId() {
        return Integer.toString(++lastId);
    }

    @Override
    public void close() {
        watchdog.close();
        sayBye();
        channel.close();
    }

    /// Not every stream carries the end of input all the way: an agent that waits for a frame is told to go.
    private void sayBye() {
        if (!turn.tryLock()) {
            return; // it is in the middle of something, which the end of the stream cuts off
        }
        try {
            send("Q\n");
        } catch (IOException e) {
            LOG.debug("the agent has gone before it was told to", e);
        } finally {
            turn.unlock();
        }
    }
}
