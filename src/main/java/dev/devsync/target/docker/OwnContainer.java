package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The container that this process runs in, as far as the system says.
///
/// No engine tells a process where it is, so this gathers ids that may be the container's; which of them is one, the
/// engine has to say. A machine that runs containers itself shows ids too, of others: only those count that this
/// process's own files come from.
public final class OwnContainer {

    private static final String ID = "([0-9a-f]{64})";

    /// A line of mountinfo: the engine mounts these files of its own folder for the container. Docker keeps them in
    /// `…/containers/ID/hostname`, podman in `…/overlay-containers/ID/userdata/hostname`.
    private static final Pattern MOUNTED =
            Pattern.compile("\\S+ \\S+ \\S+ \\S*/" + ID + "/\\S* /etc/(?:hostname|hosts|resolv\\.conf) .*");

    /// A line of a cgroup file: `…/docker/ID`, `…/docker-ID.scope`, `…/libpod-ID.scope`; with a cgroup
    /// namespace of its own a container sees `/` only.
    private static final Pattern GROUP = Pattern.compile(".*[/-]" + ID + "(?:\\.scope)?(?:/.*)?");

    private static final Pattern HOST_NAME = Pattern.compile("[0-9a-f]{12}");

    private final Path root;

    private OwnContainer(Path root) {
        this.root = root;
    }

    /// What the system says.
    public static OwnContainer ofProcess() {
        return new OwnContainer(Path.of("/"));
    }

    /// @param root the root of a file system, for tests
    static OwnContainer in(Path root) {
        return new OwnContainer(root);
    }

    /// Whether there is any sign of a container. Costs next to nothing.
    public boolean isLikely() {
        return !candidates().isEmpty();
    }

    /// Ids, whole or their first twelve digits, the surest first; empty on a plain machine.
    List<String> candidates() {
        Set<String> found = new LinkedHashSet<>();
        lines("proc/self/mountinfo").forEach(line -> collect(MOUNTED, line, found));
        lines("proc/self/cgroup").forEach(line -> collect(GROUP, line, found));
        if (Files.exists(root.resolve(".dockerenv")) || Files.exists(root.resolve("run/.containerenv"))) {
            lines("etc/hostname").stream()
                    .map(String::strip)
                    .filter(name -> HOST_NAME.matcher(name).matches())
                    .forEach(found::add);
        }
        return new ArrayList<>(found);
    }

    private static void collect(Pattern pattern, String line, Set<String> into) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.matches()) {
            into.add(matcher.group(1));
        }
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file), ISO_8859_1);
        } catch (IOException e) {
            return List.of(); // no Linux, or not for us: then it says nothing
        }
    }

    /// Asks an engine whether this is a container of its.
    ///
    /// @throws EngineException if the engine does not answer
    public Optional<ContainerInfo> at(Engine engine) throws EngineException {
        for (String id : candidates()) {
            try {
                return Optional.of(engine.container(new ContainerId(id)));
            } catch (EngineException.NoSuchContainer e) {
                // A container of another engine: the one that this engine runs in, for instance.
            }
        }
        return Optional.empty();
    }
}
