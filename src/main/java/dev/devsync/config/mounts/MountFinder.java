package dev.devsync.config.mounts;

import dev.devsync.config.compose.ComposeBuild;
import dev.devsync.config.compose.ComposeModel;
import dev.devsync.config.compose.ComposeMount;
import dev.devsync.config.compose.ComposeService;
import dev.devsync.config.detect.Detection;
import dev.devsync.config.detect.Language;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Tells source mounts from all others. When in doubt a mount stays: what a container writes into a synced
/// folder does not come back.
public final class MountFinder {

    /// Where images keep data, configuration and sockets.
    private static final Pattern NO_PLACE_FOR_SOURCE = Pattern.compile("/(var/(lib|run|log|cache|spool|backups)|run|tmp"
            + "|etc|data|dev|proc|sys|docker-entrypoint-initdb\\.d|root/\\..*|home/[^/]+/\\..*)(/.*)?");

    private static final Set<String> NAMES_OF_DATA = Set.of(
            "data",
            "db",
            "database",
            "pgdata",
            "log",
            "logs",
            "uploads",
            "storage",
            "tmp",
            "temp",
            "cache",
            "backup",
            "backups",
            "dump",
            "dumps",
            "certs",
            "secrets",
            "keys",
            "volumes");

    private static final Pattern SOURCE_FILE =
            Pattern.compile(".*\\.(go|js|jsx|mjs|cjs|ts|tsx|vue|svelte|py|rb|php|java"
                    + "|kt|scala|rs|cs|fs|c|h|cc|cpp|ex|exs|erl|html|css|scss|erb|twig|jinja2?|tmpl|sql|proto)");

    /// Enough to see `src/main/…`, and little enough to look at any folder.
    private static final int DEPTH = 3;

    private static final int MOST_FILES = 2000;

    private final ComposeModel model;
    private final Collection<TargetPath> keep;

    /// @param keep targets of mounts that shall stay, whatever they are
    public MountFinder(ComposeModel model, Collection<TargetPath> keep) {
        this.model = model;
        this.keep = List.copyOf(keep);
    }

    /// Looks at all bind mounts of all services, and a little at the folders behind them.
    ///
    /// @throws IOException if a folder cannot be read
    public List<MountVerdict> find() throws IOException {
        List<MountVerdict> verdicts = new ArrayList<>();
        for (ComposeService service : model.services()) {
            for (ComposeMount mount : service.mounts()) {
                if (mount.isBind()) {
                    verdicts.add(verdict(service, mount));
                }
            }
        }
        return verdicts;
    }

    private MountVerdict verdict(ComposeService service, ComposeMount mount) throws IOException {
        String why = whyNot(service, mount);
        if (!why.isEmpty()) {
            return new MountVerdict.Kept(service.name(), mount, why);
        }
        Path path = Path.of(mount.source());
        List<String> checks = new ArrayList<>();
        List<String> ignore = ignore(service, mount, path, checks);
        if (mount.readOnly()) {
            checks.add("%s of %s was read-only in the container; it can be written there now, and nothing comes back."
                    .formatted(mount.target(), service.name()));
        }
        return new MountVerdict.Taken(service.name(), mount, path, volume(service, mount), ignore, checks);
    }

    /// Empty if the mount is one of source.
    private String whyNot(ComposeService service, ComposeMount mount) throws IOException {
        Path path = Path.of(mount.source());
        if (keep.contains(mount.target())) {
            return "--keep says so";
        }
        if (service.extension() != null) {
            return "the service has an x-devsync section of its own; name the folder under `sync` there";
        }
        if (!Files.exists(path)) {
            return "there is no " + path + " yet";
        }
        if (!Files.isDirectory(path)) {
            return "it is a single file";
        }
        String data = whyData(service, mount, path);
        if (!data.isEmpty() || model.folder().startsWith(path)) {
            return data;
        }
        return looksLikeSource(service, path) ? "" : "nothing in it looks like source";
    }

    /// Empty if nothing says that the container keeps data there.
    private String whyData(ComposeService service, ComposeMount mount, Path path) {
        if (NO_PLACE_FOR_SOURCE.matcher(mount.target().value()).matches()) {
            return mount.target() + " is a place for data or configuration";
        }
        if (liesInAnother(service, mount)) {
            return "it lies in another mount, and was put there on purpose";
        }
        String name = Objects.toString(path.getFileName(), "").toLowerCase(Locale.ROOT);
        return !model.folder().startsWith(path) && NAMES_OF_DATA.contains(name)
                ? "its name says that the container keeps data there"
                : "";
    }

    /// The folders below another in which containers keep their data: a database's files are not to be synced to
    /// whoever happens to mount the folder above.
    private List<String> dataBelow(Path path) {
        List<String> patterns = new ArrayList<>();
        for (ComposeService service : model.services()) {
            for (ComposeMount mount : service.mounts()) {
                Path source = Path.of(mount.source());
                if (mount.isBind()
                        && source.startsWith(path)
                        && !source.equals(path)
                        && Files.isDirectory(source)
                        && !whyData(service, mount, source).isEmpty()) {
                    patterns.add(pattern("/" + path.relativize(source)));
                }
            }
        }
        return patterns;
    }

    private static boolean liesInAnother(ComposeService service, ComposeMount mount) {
        return service.mounts().stream()
                .anyMatch(other -> other.isBind()
                        && !other.target().equals(mount.target())
                        && mount.target().isWithin(other.target())
                        && Files.isDirectory(Path.of(other.source())));
    }

    private static boolean looksLikeSource(ComposeService service, Path path) throws IOException {
        ComposeBuild build = service.build();
        if (build != null && build.context().startsWith(path)) {
            return true;
        }
        if (Detection.of(path).language() != Language.UNKNOWN) {
            return true;
        }
        try (Stream<Path> files = Files.find(path, DEPTH, (file, attributes) -> attributes.isRegularFile())) {
            return files.limit(MOST_FILES)
                    .map(file -> Objects.toString(file.getFileName(), ""))
                    .anyMatch(file -> SOURCE_FILE.matcher(file).matches());
        }
    }

    private List<String> ignore(ComposeService service, ComposeMount mount, Path path, List<String> checks)
            throws IOException {
        List<String> ignore = new ArrayList<>();
        for (ComposeMount other : service.mounts()) {
            if (!other.target().equals(mount.target()) && other.target().isWithin(mount.target())) {
                String below =
                        other.target().value().substring(mount.target().value().length());
                ignore.add(pattern(below.startsWith("/") ? below : "/" + below));
            }
        }
        dataBelow(path).stream().filter(pattern -> !ignore.contains(pattern)).forEach(ignore::add);
        for (String pattern : Detection.of(path).ignore()) {
            String name = pattern.replaceAll("^/|/$", "");
            if (ignore.contains("/" + name)) {
                continue; // something of the container's own is mounted there
            }
            boolean here = Files.exists(path.resolve(name));
            if (here && service.build() == null) {
                checks.add(
                        "%s of this machine is synced to %s of %s, as the mount showed it: the service builds no image"
                                        .formatted(name, mount.target(), service.name())
                                + " that could have its own.");
                continue;
            }
            ignore.add(pattern);
            if (here) {
                checks.add("%s of this machine is not synced to %s of %s: the image's own is used, which the mount hid."
                        .formatted(name, mount.target(), service.name()));
            }
        }
        return ignore;
    }

    private static String pattern(String path) {
        return path.replaceAll("[*?\\[\\\\]", "\\\\$0");
    }

    private static String volume(ComposeService service, ComposeMount mount) {
        String place = mount.target().value().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
        return "devsync-" + service.name() + (place.isEmpty() ? "" : "-" + place);
    }
}
