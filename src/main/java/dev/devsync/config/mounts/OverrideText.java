package dev.devsync.config.mounts;

import dev.devsync.config.compose.ComposeMount;
import dev.devsync.config.starter.YamlScalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The override file's text.
///
/// A volume at the mount's own target takes its place: Compose keeps the last of two volumes for one target, in all
/// versions, and leaves the others alone. `!override` would repeat them here, where later edits of the compose file
/// would not be seen; it needs Compose 2.24 besides.
final class OverrideText {

    private final Path folder;
    private final StringBuilder text = new StringBuilder();

    private OverrideText(Path folder) {
        this.folder = folder;
    }

    /// @param folder what paths in compose files are relative to
    static String of(Path folder, List<MountVerdict.Taken> taken) {
        return new OverrideText(folder).write(taken);
    }

    private String write(List<MountVerdict.Taken> taken) {
        Map<String, List<MountVerdict.Taken>> services = new LinkedHashMap<>();
        taken.forEach(each -> services.computeIfAbsent(each.service(), name -> new ArrayList<>())
                .add(each));
        text.append("services:\n");
        services.forEach(this::service);
        text.append(
                "\n# Compose fills a new volume with what the image has there; devsync writes your files over it.\n");
        text.append("volumes:\n");
        taken.forEach(each -> text.append("  ").append(quoted(each.volume())).append(": {}\n"));
        return text.toString();
    }

    private void service(String name, List<MountVerdict.Taken> taken) {
        text.append("  ").append(quoted(name)).append(":\n    volumes:\n");
        for (MountVerdict.Taken each : taken) {
            ComposeMount mount = each.mount();
            text.append("      # in place of the mount of ")
                    .append(printable(shown(each.path())))
                    .append('\n');
            text.append("      - type: volume\n");
            text.append("        source: ").append(quoted(each.volume())).append('\n');
            text.append("        target: ")
                    .append(quoted(mount.target().value()))
                    .append('\n');
        }
        text.append("    x-devsync:\n      sync:\n");
        for (MountVerdict.Taken each : taken) {
            text.append("        - path: ").append(quoted(shown(each.path()))).append('\n');
            text.append("          target: ")
                    .append(quoted(each.mount().target().value()))
                    .append('\n');
            if (!each.ignore().isEmpty()) {
                text.append("          ignore:\n");
                each.ignore()
                        .forEach(pattern -> text.append("            - ")
                                .append(quoted(pattern))
                                .append('\n'));
            }
        }
    }

    private String shown(Path path) {
        String relative = folder.relativize(path).toString();
        return relative.isEmpty() ? "." : relative;
    }

    private static String printable(String path) {
        return path.chars().anyMatch(Character::isISOControl) ? "a folder" : path;
    }

    /// A dollar is doubled, or Compose would take it for a variable.
    private static String quoted(String value) {
        return YamlScalar.of(value.replace("$", "$$"));
    }
}
