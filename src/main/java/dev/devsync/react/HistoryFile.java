package dev.devsync.react;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.config.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The histories of a project's services, kept on the host between sessions.
public final class HistoryFile {

    /// Services of which something is kept: more than any project has that is not generated.
    private static final int SERVICES = 200;

    /// What is saved before there is anything to say.
    private static final String NOTHING = "{}";

    private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final @Nullable Path file;
    private final Map<String, History> services = new LinkedHashMap<>();

    private HistoryFile(@Nullable Path file) {
        this.file = file;
    }

    /// Histories that end with the session.
    public static HistoryFile ofThisSession() {
        return new HistoryFile(null);
    }

    /// Reads what is there. What cannot be read is as good as nothing: it only helps to guess.
    ///
    /// @throws IOException if the file is there and cannot be read
    public static HistoryFile open(Path file) throws IOException {
        HistoryFile opened = new HistoryFile(file);
        try {
            byte[] content = Files.readAllBytes(file);
            if (content.length <= NOTHING.length()) {
                return opened; // without Jackson, which takes 20 ms to get to know what it reads
            }
            Map<String, Map<Action, History.Tally>> read = JSON.readValue(content, new TypeReference<>() {});
            read.forEach((service, records) -> opened.services.put(service, new History(records, opened::keep)));
        } catch (NoSuchFileException | JsonProcessingException e) {
            opened.services.clear(); // the first time, or damaged: it starts anew
        }
        return opened;
    }

    /// A service's history; it is saved with the others.
    public synchronized History of(String service) {
        return services.computeIfAbsent(service, name -> new History(Map.of(), this::keep));
    }

    /// By service, then by rung.
    public synchronized Map<String, Map<Action, History.Tally>> records() {
        Map<String, Map<Action, History.Tally>> all = new TreeMap<>();
        services.forEach((service, history) -> {
            if (!history.records().isEmpty() && all.size() < SERVICES) {
                all.put(service, history.records());
            }
        });
        return all;
    }

    /// For `devsync plan --history` elsewhere, and in case this devsync is killed.
    private void keep() {
        try {
            save();
        } catch (IOException e) {
            LOG.warn("how reactions went could not be kept", e); // it only helps to guess
        }
    }

    /// Writes everything anew, whole or not at all.
    public synchronized void save() throws IOException {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path written = Files.createTempFile(folder, "history", ".tmp");
        try {
            Files.write(written, JSON.writeValueAsBytes(records()));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
