package dev.devsync.watch;

import java.io.IOException;
import java.util.OptionalLong;

/// Why a folder cannot be watched, in words for its user.
///
/// @param message what failed, and why
/// @param advice what to try
record WatchTrouble(String message, String advice) {

    /// The most that the kernel allows itself by default (8192 to 1048576, by memory). A watch costs about 1 KB, and
    /// only while it is used.
    private static final long MANY_WATCHES = 1_048_576;

    /// Eight times the kernel's default.
    private static final long MANY_INSTANCES = 1024;

    /// @param e what [Watch.Opener#open] threw; the texts are those of `sun.nio.fs.LinuxWatchService` in JDK 25
    static WatchTrouble of(HostPaths paths, IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (reason.contains("inotify watches reached")) {
            return limit(paths, "watches, one for each folder", InotifyLimit.WATCHES, MANY_WATCHES);
        }
        if (reason.contains("inotify instances reached")) {
            return limit(paths, "instances, one for each watching program", InotifyLimit.INSTANCES, MANY_INSTANCES);
        }
        return new WatchTrouble(
                "cannot watch " + paths.root() + " (" + Stat.reason(e) + "); looking every 2 s instead",
                "check that the folder is on a file system that reports changes");
    }

    private static WatchTrouble limit(HostPaths paths, String what, InotifyLimit limit, long many) {
        OptionalLong value = limit.value();
        return new WatchTrouble(
                "cannot watch %s: the limit of inotify %s, is reached (%s = %s); looking every 2 s instead"
                        .formatted(
                                paths.root(),
                                what,
                                limit.setting(),
                                value.isPresent() ? Long.toString(value.getAsLong()) : "unknown"),
                "sudo sysctl %s=%d, or ignore large folders, or end other programs that watch files"
                        .formatted(limit.setting(), Math.max(many, 2 * value.orElse(0))));
    }
}
