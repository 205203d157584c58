package dev.devsync.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.config.DeletionLimit;
import dev.devsync.config.Selection;
import dev.devsync.config.Service;
import dev.devsync.config.SourceFolder;
import dev.devsync.config.Sync;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.config.Upkeep;
import dev.devsync.report.Reporter;
import dev.devsync.report.Verdict;
import dev.devsync.target.OriginException;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.relay.Hub;
import dev.devsync.target.relay.HubComparison;
import dev.devsync.target.relay.HubReport;
import dev.devsync.tree.Digest;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The folders of a relay.
final class RelayHub implements Hub, AutoCloseable {

    private final Map<TargetPath, HubFolder> folders = new LinkedHashMap<>();
    private final ToolboxChoice toolbox;
    private final Session.EngineOpener engines;

    private RelayHub(ToolboxChoice toolbox, Session.EngineOpener engines) {
        this.toolbox = toolbox;
        this.engines = engines;
    }

    /// Goes on with what there is.
    ///
    /// @throws OriginException if there is no engine, or a cluster cannot be reached
    static RelayHub open(RelaySession.Settings settings, Session.EngineOpener engines, Reporter reporter)
            throws OriginException, IOException, InterruptedException {
        RelayHub hub = new RelayHub(settings.toolbox(), engines);
        boolean opened = false;
        try {
            for (TargetPath root : settings.targets()) {
                Path place = settings.folder().resolve(name(root));
                Service service = service(settings, root, Files.createDirectories(place.resolve("files")));
                hub.folders.put(root, new HubFolder(service, settings.toolbox(), place, engines, reporter));
            }
            try (Origins origins = new Origins(engines, settings.toolbox(), reporter)) {
                for (HubFolder folder : hub.folders.values()) {
                    origins.of(folder.service()).open(); // that nobody is there is told before a laptop comes
                }
            }
            for (HubFolder folder : hub.folders.values()) {
                folder.open();
            }
            opened = true;
            return hub;
        } finally {
            if (!opened) {
                hub.close();
            }
        }
    }

    /// What is selected, and how much may be deleted, was decided on the laptop.
    private static Service service(RelaySession.Settings settings, TargetPath root, Path files) {
        Upkeep upkeep = Upkeep.DEFAULT.with(DeletionLimit.NONE);
        Sync sync = new Sync(
                new SourceFolder(files, new Selection.Everything(), Duration.ZERO, RelativePath.ROOT),
                root,
                settings.owner() == null ? upkeep : upkeep.with(settings.owner()));
        return new Service("relay", settings.location(), List.of(sync));
    }

    /// A name for a folder's place that does not depend on which others there are.
    private static String name(TargetPath root) {
        return Digest.of(Digest.begin().digest(root.value().getBytes(UTF_8)))
                .hex()
                .substring(0, 16);
    }

    @Override
    public Target connect(TargetOptions options, String writer) throws TargetException {
        return folder(options.root()).connect(options, writer);
    }

    private HubFolder folder(TargetPath root) throws TargetException {
        HubFolder folder = folders.get(root);
        if (folder == null) {
            throw new TargetException.Refused(
                    "it passes on to "
                            + folders.keySet().stream().map(TargetPath::value).collect(Collectors.joining(", "))
                            + ", not to " + root,
                    "Write one of these as `target` in devsync.yaml, or start the relay with --target " + root + ".");
        }
        return folder;
    }

    @Override
    public List<HubReport> reports() {
        return folders.values().stream().map(HubFolder::report).toList();
    }

    @Override
    public List<HubComparison> compare(TargetPath root) throws TargetException {
        Service service = folder(root).service();
        try {
            return new Verification(engines, toolbox)
                    .run(List.of(service)).stream().map(RelayHub::comparison).toList();
        } catch (OriginException e) {
            throw new TargetException.Refused(ContainerFollower.message(e), e.advice());
        } catch (Verification.NoTargetException e) {
            throw new TargetException.Refused(ContainerFollower.message(e), "Start it, then try again.");
        } catch (IOException e) {
            throw new TargetException.Refused("the relay's own folder cannot be read (" + e.getMessage() + ")", "");
        }
    }

    private static HubComparison comparison(Verdict verdict) {
        return new HubComparison(
                verdict.target().instance(),
                verdict.files(),
                verdict.host(),
                verdict.there(),
                verdict.differences().stream()
                        .map(each -> new HubComparison.Difference(each.path(), each.what()))
                        .toList());
    }

    @Override
    public void close() {
        folders.values().forEach(HubFolder::close);
    }
}
