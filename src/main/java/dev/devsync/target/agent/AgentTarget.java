package dev.devsync.target.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A target that is reached through the sh agent, over whatever stream a transport gives.
public final class AgentTarget implements Target {

    /// How long the agent may take to start: a loaded engine needs a second or two for an exec.
    private static final Duration START = Duration.ofSeconds(30);

    private final Conversation agent;
    private final TargetOptions options;
    private final Hello hello;
    private final SmallFile smallFile;
    private final Batches batches;

    private AgentTarget(Conversation agent, String token, TargetOptions options, Hello hello) {
        this.agent = agent;
        this.options = options;
        this.hello = hello;
        this.smallFile = new SmallFile(agent, hello, options, token);
        this.batches = new Batches(agent, hello, options);
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
            return new AgentTarget(new Conversation(channel, in, watchdog), token, options, hello);
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

    @Override
    public void check() throws TargetException {
        try {
            agent.exchange(() -> {
                agent.send("W\n");
                new Replies(agent.in(), "W", options).await();
                return true;
            });
        } catch (TargetException.Stale e) {
            // Another agent settles in what is there now.
            throw new TargetException.Disconnected("the folder " + options.root() + " was deleted or replaced", e);
        }
    }

    @Override
    public Snapshot scan() throws TargetException {
        return agent.exchange(() -> {
            agent.send("L\n");
            return Listing.read(agent.in(), hello.listing(), hello.clock(), agent::goesOn);
        });
    }

    @Override
    public Optional<Map<RelativePath, Entry>> list(Collection<RelativePath> folders) throws TargetException {
        StringBuilder names = new StringBuilder();
        folders.forEach(folder ->
                names.append(folder.isRoot() ? "." : "./" + folder.raw()).append('\0'));
        Map<RelativePath, Entry> found = agent.exchange(() -> {
            if (folders.contains(RelativePath.ROOT)) {
                checkClock();
            }
            agent.send("K " + names.length() + "\n" + names);
            return Listing.readFolders(agent.in(), hello.listing(), hello.clock());
        });
        // A find that does not know how to stay in a folder shows nothing at all.
        boolean helpless = found.isEmpty() && folders.contains(RelativePath.ROOT);
        return helpless ? Optional.empty() : Optional.of(found);
    }

    /// The clock of a virtual machine may be set, or stand still while its host sleeps. A new connection begins with
    /// the new difference.
    private void checkClock() throws IOException, TargetException {
        Instant asked = Instant.now();
        agent.send("Y\n");
        Long seconds = Hello.number(agent.in().line());
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
        agent.exchange(() -> {
            String lines = OwnershipRecord.of(owned, precision());
            agent.send("M " + lines.length() + "\n" + lines);
            new Replies(agent.in(), "M", options).await();
            return true;
        });
    }

    private MtimePrecision precision() {
        return hello.capabilities().mtime();
    }

    @Override
    public Map<RelativePath, Digest> digests(Collection<RelativePath> paths) throws TargetException {
        return hello.canDigest() ? new DigestQuestions(agent).of(paths) : Map.of();
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
        Optional<Change.Put> small = smallFile.in(delta);
        if (small.isEmpty() || !smallFile.apply(small.get(), contents, tally, problems)) {
            batches.apply(delta, contents, tally, problems);
        }
    }

    @Override
    public void close() {
        agent.close();
    }
}
