package dev.devsync.history;

import dev.devsync.report.Status;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A stage whose engine goes away and comes back.
final class EngineStage implements Stage {

    private final PrivateEngine daemon;
    private final Engine engine;
    private final ContainerSite site;
    private final HostPlace source;
    private final UpProcess up;
    private boolean away;

    /// @param folder exists
    /// @param container runs in the engine; made of busybox
    EngineStage(Path folder, PrivateEngine daemon, String container) throws Exception {
        this.daemon = daemon;
        this.engine = daemon.connect();
        this.site = new ContainerSite(TestEngine.docker(engine), container, TargetKind.BUSYBOX, "/srv/app");
        this.source = new HostPlace(Files.createDirectories(folder.resolve("src")));
        this.up = new UpProcess(site.writeConfig(folder), folder.resolve("up"), daemon.host());
    }

    @Override
    public HostPlace source() {
        return source;
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
    public boolean inject(Fault fault) throws IOException, InterruptedException {
        if (away) {
            return false;
        }
        away = true;
        daemon.stop();
        return true;
    }

    @Override
    public boolean isHarmed() {
        return away;
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        if (away) {
            daemon.start();
            away = false;
            if (!isRunning()) { // without live-restore it went with the engine
                site.docker().startContainerCmd(site.container()).exec();
            }
        }
    }

    private boolean isRunning() {
        return Boolean.TRUE.equals(site.docker()
                .inspectContainerCmd(site.container())
                .exec()
                .getState()
                .getRunning());
    }

    @Override
    public List<String> complaints() {
        return up.isAlive() ? List.of() : List.of("devsync has ended by itself:\n" + up.told());
    }

    @Override
    public void close() throws IOException {
        try {
            up.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while ending devsync", e);
        }
        engine.close();
    }
}
