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

    /// Whether the system has no watch left, whereas those that there are go on; the text is that of
    /// `sun.nio.fs.LinuxWatchService` in JDK 25.
    static boolean isWatchLimit(IOException e) {
        return String.valueOf(e.getMessage()).contains("inotify watches reached");
    }

    /// @param unwatched how many folders have no watch
    static WatchTrouble ofSome(HostPaths paths, int unwatched) {
        String some = unwatched == 1 ? "one folder" : unwatched + " folders";
        return limit(some + " in " + paths.root(), "watches, one for each folder", InotifyLimit.WATCHES, MANY_WATCHES);
    }

    /// @param e what [Watch.Opener#open] threw; the texts are those of `sun.nio.fs.LinuxWatchService` in JDK 25
    static WatchTrouble of(HostPaths paths, IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (isWatchLimit(e)) {
            return limit(paths.root().toString(), "watches, one for each folder", InotifyLimit.WATCHES, MANY_WATCHES);
        }
        if (reason.contains("inotify instances reached")) {
            return limit(
                    paths.root().toString(),
                    "instances, one for each watching program",
                    InotifyLimit.INSTANCES,
                    MANY_INSTANCES);
        }
        return new WatchTrouble(
                "cannot watch " + paths.root() + " (" + Stat.reason(e) + "); looking every 2 s instead",
                "check that the folder is on a file system that reports changes");
    }

    private static WatchTrouble limit(String where, String what, InotifyLimit limit, long many) {
        OptionalLong value = limit.value();
        return new WatchTrouble(
                "cannot watch %s: the limit of inotify %s, is reached (%s = %s); looking there every 2 s instead"
                        .formatted(
                                where,
                                what,
                                limit.setting(),
                                value.isPresent() ? Long.toString(value.getAsLong()) : "unknown"),
                "sudo sysctl %s=%d, or ignore large folders, or end other programs that watch files"
                        .formatted(limit.setting(), Math.max(many, 2 * value.orElse(0))));
    }
}
