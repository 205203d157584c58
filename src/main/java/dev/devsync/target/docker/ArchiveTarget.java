package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.devsync.delta.TarWriter;
import dev.devsync.target.Access;
import dev.devsync.target.Applied;
import dev.devsync.target.Capabilities;
import dev.devsync.target.Contents;
import dev.devsync.target.Progress;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.OwnershipRecord;
import dev.devsync.tree.Change;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.Owner;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Tree;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A target without a shell, reached through the engine's archive API (`docker cp`).
///
/// The last resort: that API replaces files by removing them first, and cannot delete at all. What it cannot do is
/// reported path by path; what it does less well is in the [Capabilities].
public final class ArchiveTarget implements Target {

    private static final List<String> WEAKNESSES = List.of(
            "Files go through Docker's archive API:"
                    + " while a file is replaced, a reader can find it missing or incomplete.",
            "Deletions are not carried out, and a file cannot take the place of a folder or the other way round.",
            "A link that something in the container puts in a folder's place is followed, even out of the target.",
            "Each save takes 10 to 150 ms.");

    /// The engine cuts the times of what it lists to whole seconds, though it sets them exactly.
    private static final MtimePrecision PRECISION = MtimePrecision.SECONDS;

    private final ArchiveAccess files;
    private final ContainerDetails details;
    private final TargetOptions options;
    private final Owner owner;
    private final String why;
    private @Nullable Tree known; // what is there as far as we know; null before the first scan
    private Tree owned = Tree.EMPTY;
    private Map<RelativePath, Digest> digests = Map.of();
    private boolean recordable = true;
    private boolean started = true;

    private ArchiveTarget(
            ArchiveAccess files, ContainerDetails details, TargetOptions options, Owner owner, String why) {
        this.files = files;
        this.details = details;
        this.options = options;
        this.owner = owner;
        this.why = why;
    }

    /// Opens a target and makes its root folder if that is missing.
    ///
    /// @param why why the agent cannot be used, for people
    /// @throws TargetException.Refused if the archive API cannot write there: a read-only or tmpfs root, an
    ///     unknown user
    /// @throws TargetException.Disconnected if the container is gone or the engine cannot be reached
    public static ArchiveTarget open(Engine engine, ContainerInfo container, TargetOptions options, String why)
            throws TargetException {
        ContainerDetails details;
        try {
            details = engine.inspect(container.id());
        } catch (EngineException e) {
            throw new TargetException.Disconnected(String.valueOf(e.getMessage()), e);
        }
        ArchiveRoot.check(details, options.root());
        ArchiveAccess files = new ArchiveAccess(engine, container);
        ArchiveTarget target = new ArchiveTarget(files, details, options, owner(files, details, options), why);
        if (options.access() == Access.WRITE) {
            target.makeRoot();
        }
        return target;
    }

    /// Opens a container that does not run: nothing in it can be half-written for anybody, and its volumes are there
    /// already. What cannot be done before the start, deletions above all, is left out without a
    /// word: whoever connects after the start compares anew, and records what devsync owns.
    ///
    /// @throws TargetException as above
    public static ArchiveTarget beforeStart(Engine engine, ContainerInfo container, TargetOptions options)
            throws TargetException {
        ArchiveTarget target = open(engine, container, options, "it does not run yet");
        target.recordable = false;
        target.started = false;
        return target;
    }

    private static Owner owner(ArchiveAccess files, ContainerDetails details, TargetOptions options)
            throws TargetException {
        if (options.owner() != null) {
            return options.owner();
        }
        String user = details.info().user();
        String passwd = user.isEmpty() ? "" : files.text("/etc/passwd");
        String group = user.isEmpty() ? "" : files.text("/etc/group");
        Optional<Owner> owner = ContainerUser.numbers(user, passwd, group);
        return owner.orElseThrow(() -> new TargetException.Refused(
                "the user " + user + " of container " + details.info().name()
                        + " is not in its /etc/passwd, so nobody knows whose the files shall be",
                "Give an owner in numbers, as in owner: \"1000:1000\"."));
    }

    private void makeRoot() throws TargetException {
        String path = options.root().value();
        if (files.read(path + "/.", (archive, progress) -> true) != null) {
            return;
        }
        try {
            files.write("/", (archive, progress) -> {
                try (TarWriter tar = new TarWriter(archive, PRECISION, owner, progress)) {
                    // Folders above that are missing come into being with it.
                    tar.directory(path.substring(1), new Entry.Directory(0755));
                }
            });
        } catch (EngineException.Failed e) {
            throw refused("the folder " + path + " cannot be made", e);
        }
    }

    private TargetException.Refused refused(String what, EngineException.Failed e) {
        return new TargetException.Refused(
                what + " in container " + details.info().name() + ": " + e.getMessage(),
                "Mount a volume there, or make the folder in the image.");
    }

    @Override
    public Capabilities capabilities() {
        List<String> weaknesses = started ? new ArrayList<>(WEAKNESSES) : new ArrayList<>();
        if (started && details.rootAccess() == Mount.Access.READ_ONLY) {
            weaknesses.add("The container's root file system is read-only, so it is not recorded what devsync owns.");
        }
        // Whether it can be written to was looked at when it was opened.
        return new Capabilities("archive upload, because " + why, PRECISION, weaknesses, Access.WRITE, 0);
    }

    /// Nothing in a container without a shell deletes folders by accident, and asking would cost a request each time.
    @Override
    public void check() {}

    @Override
    public Snapshot scan() throws TargetException {
        ArchiveListing listing = files.read(options.root().value() + "/.", ArchiveListing::read);
        if (listing == null) {
            throw new TargetException.Disconnected(
                    "the folder " + options.root() + " in container "
                            + details.info().name() + " is gone",
                    null);
        }
        Map<RelativePath, Snapshot.Written> recorded = readRecord();
        known = listing.tree();
        digests = listing.digests();
        Map<RelativePath, Entry> entries = new HashMap<>();
        recorded.forEach((path, written) -> {
            Entry there = listing.tree().get(path);
            if (there != null) {
                entries.put(path, asWritten(there, written));
            }
        });
        owned = Tree.of(entries);
        return new Snapshot(listing.tree(), recorded);
    }

    private static Entry asWritten(Entry there, Snapshot.Written written) {
        return there instanceof Entry.File file && written instanceof Snapshot.FileWritten(long size, long mtimeNanos)
                ? new Entry.File(size, mtimeNanos, file.mode())
                : there;
    }

    private Map<RelativePath, Snapshot.Written> readRecord() throws TargetException {
        OwnershipRecord.Parser parser = new OwnershipRecord.Parser();
        for (String line : files.text(recordPath()).split(OwnershipRecord.END, -1)) {
            parser.accept(line);
        }
        return parser.owned();
    }

    /// Beside the root's own path and not in it: what is synced has only the host's files in it.
    private String recordPath() {
        return recordFolder(options.root()) + "/owned";
    }

    /// The folder of the record of what devsync owns below a root.
    static TargetPath recordFolder(TargetPath root) {
        return new TargetPath("/.devsync" + root.value().replace("%", "%25").replace("/", "%2F"));
    }

    @Override
    public Map<RelativePath, Digest> digests(Collection<RelativePath> paths) throws TargetException {
        if (paths.isEmpty()) {
            return Map.of();
        }
        if (digests.isEmpty()) {
            scan();
        }
        Map<RelativePath, Digest> asked = new HashMap<>();
        for (RelativePath path : paths) {
            Digest digest = digests.get(path);
            if (digest != null) {
                asked.put(path, digest);
            }
        }
        return asked;
    }

    @Override
    public Applied apply(Delta all, Contents contents, Progress progress) throws TargetException {
        Delta delta = started ? all : withoutDeletions(all);
        if (known == null) {
            scan();
        }
        digests = Map.of();
        Tree before = known == null ? Tree.EMPTY : known;
        ArchivePlan plan = ArchivePlan.of(delta, before, details.mountsBelow(options.root()), options.root());
        ArchiveDelivery delivery = new ArchiveDelivery(files, options.root().value(), owner, contents, progress);
        claimFolders(plan.changes(), before);
        delivery.send(plan.changes());
        delivery.sendLinksOut(plan.linksOut(), details.rootAccess());
        List<PathProblem> problems = new ArrayList<>(plan.problems());
        problems.addAll(delivery.problems());
        learn(delivery.done(), before);
        return new Applied(problems, delivery.bytesSent());
    }

    /// Records new folders before they are made. A file that nobody knows to be devsync's is compared the next time; a
    /// folder would count as somebody else's, and keep its mode for good.
    private void claimFolders(List<Change> changes, Tree before) throws TargetException {
        Tree claimed = owned;
        for (Change change : changes) {
            if (change instanceof Change.Put(RelativePath path, Entry.Directory folder) && before.get(path) == null) {
                claimed = claimed.with(path, folder);
            }
        }
        if (!claimed.equals(owned)) {
            owned = claimed;
            writeRecord();
        }
    }

    private static Delta withoutDeletions(Delta delta) {
        return delta.without(delta.changes().stream()
                .filter(Change.Delete.class::isInstance)
                .map(Change::path)
                .toList());
    }

    private void learn(List<Change> done, Tree before) throws TargetException {
        Tree there = before;
        boolean more = false;
        for (Change change : done) {
            Entry entry = switch (change) {
                case Change.Put(RelativePath _, Entry put) -> put;
                case Change.SetAttributes(RelativePath _, Entry set) -> set;
                case Change.Delete(RelativePath _, Entry gone) -> gone;
            };
            there = there.with(change.path(), entry);
            more |= !owned.contains(change.path());
            owned = owned.with(change.path(), entry);
        }
        known = there;
        // A changed file that is recorded with its former time only costs a comparison of digests, next time.
        if (more) {
            writeRecord();
        }
    }

    @Override
    public void recordOwned(Tree tree) throws TargetException {
        owned = tree;
        writeRecord();
    }

    private void writeRecord() throws TargetException {
        if (!recordable || details.rootAccess() == Mount.Access.READ_ONLY) {
            return;
        }
        byte[] lines = OwnershipRecord.of(owned, PRECISION).getBytes(ISO_8859_1);
        try {
            files.write("/", (archive, progress) -> {
                try (TarWriter tar = new TarWriter(archive, PRECISION, null, progress)) {
                    String folder = recordFolder(options.root()).value().substring(1);
                    tar.directory(folder, new Entry.Directory(0755));
                    tar.bytes(folder + "/owned", lines, 0644, FileTime.from(Instant.now()));
                }
            });
        } catch (EngineException.Failed e) {
            recordable = false; // nothing depends on it that this target could do
        }
    }

    @Override
    public void close() {
        files.close();
    }
}
