package dev.devsync.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.devsync.config.Service;
import dev.devsync.config.Sync;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.delta.HostFile;
import dev.devsync.report.LeftOut;
import dev.devsync.report.TargetName;
import dev.devsync.report.Verdict;
import dev.devsync.select.Placement;
import dev.devsync.target.Access;
import dev.devsync.target.Contents;
import dev.devsync.target.OriginException;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.Tree;
import dev.devsync.watch.HostPaths;
import dev.devsync.watch.Scanner;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// `devsync verify`: compares the digests of every file on both sides. Changes nothing and disturbs nobody.
public final class Verification {

    private final Targets targets;

    /// @param toolbox what helped out in containers without a shell; nothing is brought now
    public Verification(Session.EngineOpener engines, ToolboxChoice toolbox) {
        this.targets = new Targets(engines, Targets.Reach.RUNNING_OR_NEW, toolbox, event -> {});
    }

    /// A service that could not be compared.
    public static final class NoTargetException extends Exception {
        private static final long serialVersionUID = 1L;

        NoTargetException(String message) {
            super(message);
        }
    }

    /// Compares all running containers of some services with their sources; a folder that several have is compared
    /// once.
    ///
    /// @throws NoTargetException if a service has no running container
    /// @throws IOException if a source cannot be read
    public List<Verdict> run(List<Service> services)
            throws OriginException, TargetException, IOException, NoTargetException {
        List<Verdict> verdicts = new ArrayList<>();
        OncePerFolder folders = new OncePerFolder();
        for (Service service : services) {
            Targets.Found found = targets.of(service);
            if (found.connectors().isEmpty()) {
                throw new NoTargetException(service.name() + ": " + found.absence());
            }
            for (Sync sync : service.syncs()) {
                for (Connector connector : found.connectors()) {
                    TargetName name = new TargetName(
                            service.name(), connector.name(), sync.target().value());
                    if (!(folders.of(name, sync, connector) instanceof OncePerFolder.Turn.Had)) {
                        verdicts.add(compare(name, sync, connector));
                        verdicts.addAll(connector.beyond(sync.target()).verdicts(name));
                    }
                }
            }
        }
        return verdicts;
    }

    private static Verdict compare(TargetName name, Sync sync, Connector connector)
            throws TargetException, IOException {
        SourceRules rules = new SourceRules(sync.source());
        HostPaths paths = new HostPaths(sync.path());
        Scanner.Result scanned = Scanner.once(paths, rules.load());
        Placement placement = rules.placement();
        Tree host = placement.place(scanned.tree());
        TargetOptions options = new TargetOptions(sync.target(), sync.mode(), sync.owner(), Access.LOOK);
        try (Target target = connector.connect(options)) {
            Snapshot found = target.scan();
            List<RelativePath> files = new ArrayList<>();
            host.forEach((path, entry) -> {
                if (entry instanceof Entry.File && found.present().get(path) instanceof Entry.File) {
                    files.add(path);
                }
            });
            Map<RelativePath, Digest> there = target.digests(files);
            Map<RelativePath, Digest> here = hostDigests(path -> paths.resolve(placement.sourceOf(path)), files);
            return new Sides(host, scanned.problems(), here, found, there, sync.mode(), rules).verdict(name);
        }
    }

    private static Map<RelativePath, Digest> hostDigests(Contents contents, List<RelativePath> files) {
        Map<RelativePath, Digest> digests = new ConcurrentHashMap<>();
        files.parallelStream().forEach(file -> {
            try {
                digests.put(file, HostFile.digest(contents.fileOf(file)));
            } catch (IOException e) {
                // Vanished or unreadable: without a digest it counts as different.
            }
        });
        return digests;
    }

    /// Both sides at once.
    private record Sides(
            Tree host,
            List<PathProblem> leftOut,
            Map<RelativePath, Digest> hostDigests,
            Snapshot found,
            Map<RelativePath, Digest> digests,
            SyncMode mode,
            SourceRules rules) {

        Verdict verdict(TargetName name) {
            Map<RelativePath, String> differences = new TreeMap<>();
            long[] compared = new long[1];
            MessageDigest hostAll = Digest.begin();
            MessageDigest thereAll = Digest.begin();
            host.forEach((path, entry) -> {
                compared[0]++;
                Entry other = found.present().get(path);
                add(hostAll, path, entry, hostDigests.get(path));
                if (other == null) {
                    differences.put(path, "missing in the target");
                    return;
                }
                add(thereAll, path, other, digests.get(path));
                String what = difference(path, entry, other);
                if (what != null) {
                    differences.put(path, what);
                }
            });
            surplus(differences, thereAll);
            return new Verdict(
                    name,
                    compared[0],
                    Digest.of(hostAll.digest()),
                    Digest.of(thereAll.digest()),
                    differences.entrySet().stream()
                            .map(e -> new Verdict.Difference(e.getKey(), e.getValue()))
                            .toList(),
                    LeftOut.of(leftOut));
        }

        private @Nullable String difference(RelativePath path, Entry entry, Entry other) {
            if (!entry.sameTypeAs(other)) {
                return "a " + word(entry) + " on the host, a " + word(other) + " in the target";
            }
            return switch (entry) {
                case Entry.File file -> {
                    Digest here = hostDigests.get(path);
                    if (here == null || !here.equals(digests.get(path))) {
                        yield digests.containsKey(path) ? "content differs" : "content cannot be compared";
                    }
                    int mode = ((Entry.File) other).mode();
                    yield mode == file.mode()
                            ? null
                            : "mode %o on the host, %o in the target".formatted(file.mode(), mode);
                }
                case Entry.Symlink link -> link.equals(other) ? null : "points elsewhere";
                case Entry.Directory _ -> null;
            };
        }

        /// What is in the target and should not be.
        private void surplus(Map<RelativePath, String> differences, MessageDigest thereAll) {
            found.present().walk((path, entry) -> {
                if (host.contains(path)) {
                    return true;
                }
                if (cannotBeRead(path)) {
                    return false; // nobody knows what is there on the host, nor below it
                }
                boolean ours = found.owned().containsKey(path) && !entry.isDirectory();
                boolean foreign = mode == SyncMode.ONE_WAY_REPLICA && !rules.ignores(path, entry.isDirectory());
                if (ours || foreign) {
                    differences.put(path, "not on the host any more");
                    add(thereAll, path, entry, digests.get(path));
                }
                return true;
            });
        }

        private boolean cannotBeRead(RelativePath path) {
            return leftOut.stream()
                    .anyMatch(problem -> problem.kind() == PathProblem.Kind.UNREADABLE
                            && rules.placement().sourceOf(path).isWithin(problem.path()));
        }

        private static String word(Entry entry) {
            return switch (entry) {
                case Entry.File _ -> "file";
                case Entry.Directory _ -> "folder";
                case Entry.Symlink _ -> "link";
            };
        }

        private static void add(MessageDigest all, RelativePath path, Entry entry, @Nullable Digest content) {
            String line = path.raw() + "\0"
                    + switch (entry) {
                        case Entry.File file -> "file " + Integer.toOctalString(file.mode()) + " " + content;
                        case Entry.Directory _ -> "folder";
                        case Entry.Symlink link -> "link " + link.target();
                    }
                    + "\0";
            all.update(line.getBytes(ISO_8859_1));
        }
    }
}
