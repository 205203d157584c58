package dev.devsync.history;

import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.report.Status;
import dev.devsync.session.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A stage on which only files change: devsync runs in this process.
final class QuietStage implements Stage {

    private final Site site;
    private final HostPlace source;
    private final Telling telling = new Telling();
    private final Session session;

    /// @param folder does not exist yet
    QuietStage(Path folder, Site site, Session.EngineOpener engines) throws Exception {
        this.site = site;
        this.source = new HostPlace(Files.createDirectories(folder.resolve("src")));
        Path file = site.writeConfig(folder);
        Project project = ConfigFile.read(file, Map.of());
        this.session = Session.open(project, project.services(), engines, telling);
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
    public Optional<Status> status() {
        return Optional.of(session.status());
    }

    @Override
    public String told() {
        return telling.text();
    }

    @Override
    public void close() {
        session.close();
    }
}
