package dev.devsync.history;

import com.github.dockerjava.api.exception.DockerException;
import dev.devsync.report.Status;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.docker.Forwarder;
import dev.devsync.target.docker.TestEngine;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/// A stage on which things go wrong: devsync is a process that can be killed, its way to the engine can be cut, the
/// container and the source come and go.
final class FaultyStage implements Stage {

    private static final long FENCED_SECONDS = 30;
    private static final long LEFT_SECONDS = 30;

    private final Path folder;
    private final Path config;
    private final Site site;
    private final @Nullable FaultyContainer container;
    private final @Nullable Forwarder way;
    private final FaultySource source;
    private final Set<FaultKind> lasting = EnumSet.noneOf(FaultKind.class);
    private final List<String> complaints = new ArrayList<>();
    private UpProcess up;
    private boolean agentKilled;
    private boolean clockSet;
    private int processes;
    private int links;

    /// @param folder exists
    /// @param container where the site is; null for a local folder
    FaultyStage(Path folder, Site site, @Nullable FaultyContainer container)
            throws IOException, InterruptedException, EngineException {
        this.folder = folder;
        this.site = site;
        this.container = container;
        this.source = new FaultySource(folder);
        this.config = site.writeConfig(folder);
        this.way = container == null
                ? null
                : new Forwarder(TestEngine.address(), Objects.requireNonNull(ServerSocketFactory.getDefault()));
        boolean started = false;
        try {
            this.up = newProcess();
            started = true;
        } finally {
            if (!started) {
                source.close();
            }
        }
    }

    private UpProcess newProcess() throws IOException, InterruptedException {
        if (way != null) {
            way.mend(); // who cannot reach the engine at the start ends, and should
        }
        return new UpProcess(
                config, folder.resolve("up-" + ++processes), way == null ? "" : "tcp://localhost:" + way.port());
    }

    @Override
    public HostPlace source() {
        return source.place();
    }

    @Override
    public Site site() {
        return site;
    }

    @Override
    public Optional<Status> status() throws InterruptedException {
        return up.status();
    }

    @Override
    public String told() {
        return up.told();
    }

    @Override
    public boolean isHarmed() {
        return !lasting.isEmpty();
    }

    @Override
    public boolean inject(Fault fault) throws IOException, InterruptedException {
        switch (fault.what()) {
            case KILL_DEVSYNC -> {
                if (!lasting.add(FaultKind.KILL_DEVSYNC)) {
                    return false;
                }
                up.kill();
            }
            case SECOND_DEVSYNC -> {
                if (!lasting.isEmpty()) {
                    return false; // the second one has to reach the target
                }
                fenceOff();
            }
            case MOVE_SOURCE_AWAY, EMPTY_SOURCE, UNMOUNT_SOURCE -> {
                return harmSource(fault.what());
            }
            case KILL_AGENT, DELETE_TARGET, LINK_TARGET -> {
                agentKilled |= fault.what() == FaultKind.KILL_AGENT;
                return container == null ? harmFolder(fault.what()) : harmContainer(container, fault);
            }
            default -> {
                return container != null && harmContainer(container, fault);
            }
        }
        return true;
    }

    private void fenceOff() throws IOException, InterruptedException {
        UpProcess older = up;
        up = newProcess();
        Optional<Integer> code = older.awaitEnd(FENCED_SECONDS);
        if (code.isEmpty() || code.get() != 1 || !older.told().contains("another devsync")) {
            complaints.add("the older of two ended with " + code + " and said:\n" + older.told());
            older.kill();
        }
    }

    private boolean harmSource(FaultKind what) throws IOException, InterruptedException {
        if (!source.isThere() || (what != FaultKind.MOVE_SOURCE_AWAY && !hasSeenFiles())) {
            return false;
        }
        lasting.add(what);
        switch (what) {
            case MOVE_SOURCE_AWAY -> source.moveAway();
            case EMPTY_SOURCE -> source.empty();
            default -> source.unmount();
        }
        return true;
    }

    /// A devsync that has just started and finds the folder empty, as it is where nothing is mounted, takes that for
    /// what
    /// is in it, and should.
    private boolean hasSeenFiles() throws InterruptedException {
        return lasting.contains(FaultKind.KILL_DEVSYNC)
                || status().stream().flatMap(status -> status.syncs().stream()).anyMatch(sync -> sync.files() > 0);
    }

    private boolean harmFolder(FaultKind what) throws IOException {
        Path target = Path.of(site.root());
        switch (what) {
            case KILL_AGENT -> up.handle().descendants().forEach(ProcessHandle::destroyForcibly);
            case DELETE_TARGET -> {
                deleteUnderDevsync(target);
            }
            default -> {
                if (!Files.isDirectory(target)) {
                    return false;
                }
                Path other = Files.createDirectories(folder.resolve("other-" + ++links));
                Files.move(target, folder.resolve("away-" + links));
                Files.createSymbolicLink(target, other);
            }
        }
        return true;
    }

    /// devsync may be writing and deleting there at the same time.
    private static void deleteUnderDevsync(Path target) throws IOException {
        for (int i = 0; Files.exists(target, LinkOption.NOFOLLOW_LINKS); i++) {
            try {
                HostPlace.deleteAll(target);
                return;
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                if (i == 1000) {
                    throw e;
                }
            }
        }
    }

    private boolean containerIsDown() {
        return lasting.contains(FaultKind.STOP_CONTAINER)
                || lasting.contains(FaultKind.KILL_CONTAINER)
                || lasting.contains(FaultKind.PAUSE_CONTAINER);
    }

    private boolean harmContainer(FaultyContainer there, Fault fault) throws IOException, InterruptedException {
        Forwarder line = Objects.requireNonNull(way);
        return switch (fault.what()) {
            case CUT_STREAMS -> {
                line.cut();
                yield true;
            }
            case CUT_AFTER_BYTES -> {
                line.cutAfter(fault.number());
                yield true;
            }
            case SET_CLOCK -> !containerIsDown() && setClock(there, fault.number() % 7200 - 3600);
            default -> !containerIsDown() && harmIfPossible(there, fault.what());
        };
    }

    /// No harm that must show in the status: files have the times that they should have by that clock.
    private boolean setClock(FaultyContainer there, int seconds) throws IOException, InterruptedException {
        clockSet = true;
        agentKilled = true;
        there.setClock(seconds);
        return true;
    }

    /// Engines refuse now and then, as 20.10 with "unable to freeze" on a busy machine. That is no harm.
    private boolean harmIfPossible(FaultyContainer there, FaultKind what) throws IOException, InterruptedException {
        try {
            return harmRunning(there, what);
        } catch (DockerException e) {
            there.putRight();
            return false;
        }
    }

    private boolean harmRunning(FaultyContainer there, FaultKind what) throws IOException, InterruptedException {
        switch (what) {
            case STOP_CONTAINER -> there.stop();
            case KILL_CONTAINER -> there.kill();
            case PAUSE_CONTAINER -> there.pause();
            case RESTART_CONTAINER -> there.restart();
            case RECREATE_CONTAINER -> there.recreate();
            case KILL_AGENT -> there.killAgents();
            case DELETE_TARGET -> there.deleteFolder(site.root());
            case LINK_TARGET -> there.replaceByLink(site.root(), ++links);
            case FILL_DISK -> there.fillDisk();
            default -> throw new IllegalArgumentException("not of a container: " + what);
        }
        switch (what) {
            case STOP_CONTAINER, KILL_CONTAINER, PAUSE_CONTAINER, FILL_DISK -> lasting.add(what);
            default -> {}
        }
        return true;
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        source.bringBack();
        if (container != null) {
            healContainer(container);
        }
        if (lasting.contains(FaultKind.KILL_DEVSYNC)) {
            up = newProcess();
        }
        lasting.clear();
        if (!up.isAlive()) {
            complaints.add("devsync has ended by itself:\n" + up.told());
            up = newProcess();
        }
    }

    private void healContainer(FaultyContainer there) throws IOException, InterruptedException {
        if (lasting.contains(FaultKind.PAUSE_CONTAINER)) {
            there.unpause();
        } else if (containerIsDown()) {
            there.start();
        }
        if (lasting.contains(FaultKind.FILL_DISK)) {
            there.freeDisk();
        }
        if (clockSet) {
            clockSet = false;
            there.setClock(0);
        }
    }

    @Override
    public List<String> complaints() {
        List<String> told = List.copyOf(complaints);
        complaints.clear();
        return told;
    }

    @Override
    public List<String> leftovers() throws IOException, InterruptedException {
        List<String> left = endAndLook();
        if (!left.isEmpty() && agentKilled) {
            up = newProcess(); // what a killed agent had staged, the next one removes
            awaitSettled();
            left = endAndLook();
        }
        return left;
    }

    private void awaitSettled() throws InterruptedException {
        long end = System.nanoTime() + LEFT_SECONDS * 1_000_000_000L;
        while (!isSettled() && System.nanoTime() - end < 0) {
            Thread.sleep(100);
        }
    }

    private List<String> endAndLook() throws IOException, InterruptedException {
        List<ProcessHandle> children = up.handle().descendants().toList();
        up.end();
        long end = System.nanoTime() + LEFT_SECONDS * 1_000_000_000L;
        List<String> left = look(children);
        while (!left.isEmpty() && System.nanoTime() - end < 0) {
            Thread.sleep(100);
            left = look(children);
        }
        return left;
    }

    private List<String> look(List<ProcessHandle> children) throws IOException, InterruptedException {
        List<String> left = new ArrayList<>();
        children.stream().filter(ProcessHandle::isAlive).forEach(child -> left.add("a process: " + child.info()));
        if (container != null) {
            left.addAll(container.leftovers(site.root()));
        } else {
            // A link may have taken the folder's place. What was staged for the former one when the agent was killed
            // waits there for the day on which the folder comes back.
            Path real =
                    Files.exists(Path.of(site.root())) ? Path.of(site.root()).toRealPath() : Path.of(site.root());
            Path own = real.resolveSibling(".devsync-" + real.getFileName());
            if (Files.exists(own)) {
                new HostPlace(own)
                        .below("").stream()
                                .filter(path -> !path.equals("owned") && !path.equals("owner"))
                                .forEach(path -> left.add("a staged file: " + path));
            }
        }
        return left;
    }

    @Override
    public void close() throws IOException {
        try {
            up.kill();
            if (container != null) {
                container.close();
            }
            if (way != null) {
                way.close();
            }
            source.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while clearing up " + folder, e);
        }
    }
}
