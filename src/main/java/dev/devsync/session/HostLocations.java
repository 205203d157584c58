package dev.devsync.session;

import dev.devsync.config.Sync;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes places in the container's files, as compilers name them, places on the host, so that terminals and editors
/// open them: `/app/main.go:3:1` becomes `src/main.go:3:1` below the folder that devsync was started in.
final class HostLocations {

    private static final Pattern PLACE = Pattern.compile("(?<![\\w./-])(/?[\\w.@+-][\\w./@+-]*\\.\\w+):(\\d+)");

    private final List<Sync> syncs;
    private final Path here = Path.of("").toAbsolutePath();

    HostLocations(List<Sync> syncs) {
        this.syncs = List.copyOf(syncs);
    }

    String clickable(String line) {
        Matcher matcher = PLACE.matcher(line);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            Path host = host(matcher.group(1));
            String shown = host == null ? matcher.group(1) : shown(host);
            matcher.appendReplacement(text, Matcher.quoteReplacement(shown + ":" + matcher.group(2)));
        }
        return matcher.appendTail(text).toString();
    }

    private String shown(Path host) {
        return (host.startsWith(here) ? here.relativize(host) : host).toString();
    }

    private @Nullable Path host(String written) {
        for (Sync sync : syncs) {
            String root = sync.target().value();
            String relative = written.startsWith(root + "/") ? written.substring(root.length() + 1) : written;
            Path host = sync.path().resolve(relative).normalize();
            if (host.startsWith(sync.path()) && Files.isRegularFile(host)) {
                return host;
            }
        }
        return null;
    }
}
