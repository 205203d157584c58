package dev.devsync.config;

import dev.devsync.tree.TargetPath;
import org.jspecify.annotations.Nullable;

/// Reads paths in the target that may be relative to another folder there.
final class FolderInTarget {

    private FolderInTarget() {}

    /// The key's path; the folder itself if the key is not there or is wrong.
    static TargetPath read(YamlMapping mapping, Key key, TargetPath folder, Problems problems) {
        String written = mapping.text(key);
        TargetPath path = written == null
                ? null
                : resolve(new YamlMapping.Item(written, mapping.place(key)), key, folder, problems);
        return path == null ? folder : path;
    }

    static @Nullable TargetPath resolve(YamlMapping.Item item, Key key, TargetPath folder, Problems problems) {
        if (item.text().isBlank()) {
            problems.at(item.place(), key + " names nothing", "write a path, as in /app");
            return null;
        }
        try {
            return new TargetPath(item.text().startsWith("/") ? item.text() : folder + "/" + item.text());
        } catch (IllegalArgumentException e) {
            problems.at(item.place(), key + " " + e.getMessage(), "write a path in the container, as in /app");
            return null;
        }
    }
}
