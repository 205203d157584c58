package dev.devsync.target.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.devsync.delta.HostFile;
import dev.devsync.target.Contents;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The save of one small file: a single frame without tar, which spares the agent two processes.
final class SmallFile {

    /// The largest that goes this way, in bytes.
    private static final long LARGEST = 256 * 1024;

    private final Conversation agent;
    private final Hello hello;
    private final TargetOptions options;
    private final String token;
    private final Recorder recorder;

    /// @param token the agent's, which ends each frame
    SmallFile(Conversation agent, Hello hello, TargetOptions options, String token) {
        this.agent = agent;
        this.hello = hello;
        this.options = options;
        this.token = token;
        this.recorder = new Recorder(options.root());
    }

    /// The only change of a delta, if it can go this way.
    Optional<Change.Put> in(Delta delta) {
        return delta.changes().size() == 1
                        && delta.changes().getFirst() instanceof Change.Put put
                        && put.entry() instanceof Entry.File file
                        && file.size() <= LARGEST
                        && put.path().raw().chars().noneMatch(c -> c < ' ')
                        && options.owner() == null
                        && hello.canTouch()
                ? Optional.of(put)
                : Optional.empty();
    }

    /// @return false if the target has something else than a file in its place, so that it takes a batch
    boolean apply(Change.Put put, Contents contents, Tally tally, List<PathProblem> problems) throws TargetException {
        Entry.File file = (Entry.File) put.entry();
        RelativePath path = put.path();
        ByteArrayOutputStream content = new ByteArrayOutputStream((int) file.size());
        Recorder.Sending sending = recorder.begin();
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
            return agent.exchange(() -> {
                String id = agent.nextId();
                String head = head(id, path, file);
                ByteArrayOutputStream frame = new ByteArrayOutputStream(head.length() + content.size() + 64);
                frame.write(head.getBytes(ISO_8859_1));
                content.writeTo(frame);
                frame.write(("\nend " + token + " " + id + "\n").getBytes(ISO_8859_1));
                frame.writeTo(agent.out());
                tally.sent(frame.size());
                sending.done(1, frame.size());
                recorder.acknowledged(new Replies(agent.in(), id, options)::await);
                tally.fileDone();
                return true;
            });
        } catch (TargetException.Stale e) {
            return false;
        }
    }

    private String head(String id, RelativePath path, Entry.File file) {
        int mode = file.mode();
        boolean plain = (mode & ~0666) == 0; // a mode that the umask alone can give
        MtimePrecision precision = hello.capabilities().mtime();
        String claim = precision == MtimePrecision.SECONDS ? OwnershipRecord.stamp(file) : "+";
        return String.format(
                        Locale.ROOT,
                        "F %s %d %04o %s %s %s\n",
                        id,
                        file.size(),
                        plain ? 0666 & ~mode : 0077,
                        plain ? "-" : Integer.toOctalString(mode),
                        Stamp.of(hello.clock().there(precision.kept(file.mtimeNanos()))),
                        claim)
                + Sh.quote(path.parent().raw()) + " " + Sh.quote(path.name()) + "\n";
    }
}
