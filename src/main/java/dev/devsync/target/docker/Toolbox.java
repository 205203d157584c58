package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.devsync.delta.TarWriter;
import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.Watchdog;
import dev.devsync.tree.Entry;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Brings busybox into containers that lack a shell, or a tool that the agent needs.
///
/// One for all containers of a session: busybox is taken out of its image once for each architecture. What is
/// brought stays in the container until somebody removes it (`devsync clean`), so that the next session finds it.
public final class Toolbox {

    /// The name of its folder. Like all that is devsync's own it starts with `.devsync-`, so that no listing of a
    /// target shows it. A target `/toolbox` has its staging folder by this name, too: both get on.
    static final String FOLDER = ".devsync-toolbox";

    /// Tells what a toolbox was made of. Written last: where it is missing, the rest may be incomplete.
    private static final String STAMP = "from";

    /// Names of links, as busybox lists them.
    private static final Pattern APPLET = Pattern.compile("[a-zA-Z0-9_.\\[-]+");

    /// How long busybox may take to name its tools: as long as any process may take to start.
    private static final Duration LIST_LIMIT = Duration.ofSeconds(30);

    private final Engine engine;
    private final @Nullable BusyboxImage image;
    private final Map<ContainerId, Object> locks = new ConcurrentHashMap<>();

    private Toolbox(Engine engine, @Nullable BusyboxImage image) {
        this.engine = engine;
        this.image = image;
    }

    /// @param image has a static `/bin/busybox`; pulled if the engine does not have it
    /// @param notes told what takes time or changes the engine, a sentence each
    public static Toolbox of(Engine engine, String image, Consumer<String> notes) {
        return new Toolbox(engine, new BusyboxImage(engine, image, notes));
    }

    /// A toolbox that is brought nowhere.
    public static Toolbox off(Engine engine) {
        return new Toolbox(engine, null);
    }

    /// Where a toolbox is.
    ///
    /// @param folder its own folder in the container
    /// @param origin the image that it came from
    record Place(TargetPath folder, String origin) {
        String bin() {
            return folder.value() + "/bin";
        }
    }

    /// What would come of bringing it.
    ///
    /// @param possible whether anything speaks against it
    /// @param finding what would be done, or what speaks against it
    public record Outlook(boolean possible, String finding) {}

    /// Says what [#bring] would do. Changes nothing.
    public Outlook outlook(ContainerInfo container, TargetPath near) throws TargetException {
        try {
            ContainerDetails details = details(container);
            BusyboxImage source = source(details);
            TargetPath folder = folders(details, near).getFirst();
            boolean here = source.architectureHere().equals(Optional.of(architecture(details)));
            return new Outlook(
                    true,
                    "busybox of " + source.name() + " will be brought to " + folder
                            + (here ? "" : "; the image will be pulled first"));
        } catch (TargetException.NoAgent e) {
            return new Outlook(false, String.valueOf(e.getMessage()));
        } catch (EngineException e) {
            throw disconnected(e);
        }
    }

    /// Finds the toolbox where it was brought before. Changes nothing.
    ///
    /// @param near a folder that it should be on one file system with, where there is a choice
    /// @throws TargetException.NoAgent if it cannot have been brought, with the reason
    Optional<Place> find(ContainerInfo container, TargetPath near) throws TargetException {
        ContainerDetails details = details(container);
        BusyboxImage source = source(details);
        try (ArchiveAccess files = new ArchiveAccess(engine, container)) {
            return find(files, source, details, near);
        }
    }

    private Optional<Place> find(ArchiveAccess files, BusyboxImage source, ContainerDetails details, TargetPath near)
            throws TargetException {
        String stamp = stamp(source, details);
        for (TargetPath folder : folders(details, near)) {
            if (files.text(folder.value() + "/" + STAMP).equals(stamp)) {
                return Optional.of(new Place(folder, source.name()));
            }
        }
        return Optional.empty();
    }

    /// Finds the toolbox in a container, or brings it there.
    ///
    /// @param near a folder that it should be on one file system with, where there is a choice
    /// @throws TargetException.NoAgent if that cannot be done, with the reason
    /// @throws TargetException.Disconnected if the container is gone or the engine cannot be reached
    Place bring(ContainerInfo container, TargetPath near) throws TargetException {
        synchronized (locks.computeIfAbsent(container.id(), id -> new Object())) {
            ContainerDetails details = details(container);
            BusyboxImage source = source(details);
            try (ArchiveAccess files = new ArchiveAccess(engine, container)) {
                Optional<Place> there = find(files, source, details, near);
                return there.isPresent() ? there.get() : bring(files, source, details, near);
            }
        }
    }

    private Place bring(ArchiveAccess files, BusyboxImage source, ContainerDetails details, TargetPath near)
            throws TargetException {
        byte[] program = source.program(architecture(details));
        List<String> reasons = new ArrayList<>();
        for (TargetPath folder : folders(details, near)) {
            try {
                put(files, folder, tar -> {
                    tar.directory(FOLDER, new Entry.Directory(0755));
                    tar.directory(FOLDER + "/bin", new Entry.Directory(0755));
                    tar.bytes(FOLDER + "/bin/busybox", program, 0755, now());
                });
                List<String> applets = applets(details.info(), folder);
                put(files, folder, tar -> {
                    for (String applet : applets) {
                        tar.symlink(FOLDER + "/bin/" + applet, new Entry.Symlink("busybox"));
                    }
                    tar.bytes(FOLDER + "/" + STAMP, stamp(source, details).getBytes(ISO_8859_1), 0644, now());
                });
                return new Place(folder, source.name());
            } catch (EngineException.Failed | TargetException.NoAgent e) {
                reasons.add(folder + ": " + e.getMessage());
            }
        }
        throw new TargetException.NoAgent(
                "busybox runs nowhere in the container (" + String.join("; ", reasons) + ")", "");
    }

    @FunctionalInterface
    private interface Members {
        void write(TarWriter tar) throws IOException;
    }

    private static void put(ArchiveAccess files, TargetPath folder, Members members)
            throws TargetException, EngineException.Failed {
        files.write(parent(folder), (archive, progress) -> {
            try (TarWriter tar = new TarWriter(archive, MtimePrecision.SECONDS, null, progress)) {
                members.write(tar);
            }
        });
    }

    private static String parent(TargetPath folder) {
        int slash = folder.value().lastIndexOf('/');
        return slash == 0 ? "/" : folder.value().substring(0, slash);
    }

    private static FileTime now() {
        return FileTime.from(Instant.now());
    }

    /// Runs busybox as the container's user, which proves that it can be run there, and asks for its tools.
    private List<String> applets(ContainerInfo container, TargetPath folder) throws TargetException {
        String program = folder.value() + "/bin/busybox";
        AgentChannel channel = new ExecTransport(engine, container, null).start(List.of(program, "--list"));
        try (Watchdog watchdog = new Watchdog(channel::close);
                InputStream output = channel.output()) {
            watchdog.expectWithin(LIST_LIMIT);
            List<String> applets = new String(output.readAllBytes(), ISO_8859_1)
                    .lines()
                    .filter(name -> APPLET.matcher(name).matches() && !name.equals("busybox"))
                    .toList();
            if (!applets.contains("sh")) {
                throw new TargetException.NoAgent(
                        program + " has no sh: " + Text.printable(channel.diagnostics()), "Name another image.");
            }
            return applets;
        } catch (IOException e) {
            throw new TargetException.Disconnected(program + " does not answer: " + e.getMessage(), e);
        } finally {
            channel.close();
        }
    }

    /// Where toolboxes may be in a container, whatever they were made of.
    static List<TargetPath> everywhere(ContainerDetails details) {
        return places(details, new TargetPath("/")).toList();
    }

    private static List<TargetPath> folders(ContainerDetails details, TargetPath near) throws TargetException.NoAgent {
        List<TargetPath> folders = places(details, near).toList();
        if (folders.isEmpty()) {
            throw new TargetException.NoAgent(
                    "the container's root file system is read-only and no volume is mounted that busybox could be put"
                            + " in (Docker's archive API does not see into a tmpfs)",
                    "Mount a volume that can be written to.");
        }
        return folders;
    }

    /// The root, or where that is read-only the volumes, the one that the target is in first. A bind mount is the
    /// host's own folder, where nothing of ours belongs.
    private static Stream<TargetPath> places(ContainerDetails details, TargetPath near) {
        Stream<TargetPath> parents = details.rootAccess() == Mount.Access.READ_WRITE
                ? Stream.of(new TargetPath("/"))
                : details.mounts().stream()
                        .filter(mount -> mount.type() == Mount.Type.VOLUME && mount.access() == Mount.Access.READ_WRITE)
                        .map(Mount::destination)
                        .sorted(Comparator.comparing(near::isWithin).reversed().thenComparing(TargetPath::value));
        return parents.map(parent -> new TargetPath(parent.value() + "/" + FOLDER));
    }

    private BusyboxImage source(ContainerDetails details) throws TargetException.NoAgent {
        if (image == null) {
            throw new TargetException.NoAgent("`toolbox: off` in the configuration", "");
        }
        if (!details.os().isEmpty() && !details.os().equals("linux")) {
            throw new TargetException.NoAgent("busybox does not run on " + Text.printable(details.os()), "");
        }
        return image;
    }

    /// The image's, or the engine's where the image is gone.
    private String architecture(ContainerDetails details) {
        String platform = engine.version().platform();
        return details.architecture().isEmpty()
                ? platform.substring(platform.indexOf('/') + 1)
                : details.architecture();
    }

    private String stamp(BusyboxImage source, ContainerDetails details) {
        return source.name() + " " + architecture(details) + "\n";
    }

    private ContainerDetails details(ContainerInfo container) throws TargetException {
        try {
            return engine.inspect(container.id());
        } catch (EngineException e) {
            throw disconnected(e);
        }
    }

    private static TargetException.Disconnected disconnected(EngineException e) {
        return new TargetException.Disconnected(String.valueOf(e.getMessage()), e);
    }
}
