package dev.devsync.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// A limit that Linux sets for what one user may watch.
public enum InotifyLimit {
    /// One watch for each folder.
    WATCHES("max_user_watches"),
    /// One instance for each watching program.
    INSTANCES("max_user_instances");

    private static final Path SETTINGS = Path.of("/proc/sys/fs/inotify");

    private final String setting;

    InotifyLimit(String setting) {
        this.setting = setting;
    }

    /// The name that sysctl knows it by.
    public String setting() {
        return "fs.inotify." + setting;
    }

    /// Its value now; empty where the system has no such limit or does not tell.
    public OptionalLong value() {
        // In one read: the kernel answers the first and no other, and Files.readString begins with a single byte.
        try (BufferedReader reader = Files.newBufferedReader(SETTINGS.resolve(setting))) {
            String line = reader.readLine();
            return line == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(line.strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
