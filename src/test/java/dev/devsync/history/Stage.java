package dev.devsync.history;

import dev.devsync.config.ConfigFile;
import dev.devsync.config.Project;
import dev.devsync.report.Status;
import dev.devsync.session.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What one history is played on: a fresh source with a fresh target, and `devsync up` between them.
final class Stage implements AutoCloseable {

    private final Site site;
    private final HostPlace source;
    private final Telling telling = new Telling();
    private final Session session;

    /// @param folder does not exist yet
    Stage(Path folder, Site site, Session.EngineOpener engines) throws Exception {
        this.site = site;
        this.source = new HostPlace(Files.createDirectories(folder.resolve("src")));
        Path file = Files.writeString(folder.resolve("devsync.yaml"), """
                services:
                  api:
                    %s
                    sync:
                      - path: src
                        target: %s
                """.formatted(site.location(), site.root()));
        Project project = ConfigFile.read(file, Map.of());
        this.session = Session.open(project, project.services(), engines, telling);
    }

    HostPlace source() {
        return source;
    }

    Site site() {
        return site;
    }

    Status status() {
        return session.status();
    }

    String told() {
        return telling.text();
    }

    /// Whether devsync says that the target has the newest revision, but for what it has said it cannot do.
    boolean isSettled() {
        return status().syncs().stream()
                .allMatch(sync -> !sync.targets().isEmpty()
                        && sync.targets().stream()
                                .allMatch(target ->
                                        target.phase().equals("in-sync") && target.revision() == sync.revision()));
    }

    @Override
    public void close() {
        session.close();
    }
}
