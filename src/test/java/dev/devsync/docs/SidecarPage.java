package dev.devsync.docs;

import dev.devsync.target.docker.FilteringProxy.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// What docs/sidecar.md says; its list of endpoints is the only one there is.
public final class SidecarPage {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z]+)` \\| `(/[^`]+)` \\|");

    private SidecarPage() {}

    /// What devsync asks of an engine.
    public static List<Endpoint> endpoints() throws IOException {
        return ROW.matcher(Files.readString(Path.of("docs/sidecar.md")))
                .results()
                .map(row -> new Endpoint(row.group(1), row.group(2)))
                .toList();
    }
}
