package dev.devsync.target;

import org.jspecify.annotations.Nullable;

/// Trouble with a target as a whole. What to do next depends on the kind.
public abstract sealed class TargetException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String advice;

    TargetException(String message, String advice, @Nullable Throwable cause) {
        super(message, cause);
        this.advice = advice;
    }

    /// What the user could try, a sentence or more; may be empty.
    public String advice() {
        return advice;
    }

    /// The stream broke or the container stopped. Connect again, then scan.
    public static final class Disconnected extends TargetException {
        private static final long serialVersionUID = 1L;

        public Disconnected(String message, @Nullable Throwable cause) {
            super(message, "", cause);
        }
    }

    /// The target's file system is full. The connection stays; try again later.
    public static final class NoSpace extends TargetException {
        private static final long serialVersionUID = 1L;

        public NoSpace(String message) {
            super(message, "Free space in the container or its volume; devsync tries again by itself.", null);
        }
    }

    /// Somebody else changed the target where the delta relied on it. The connection stays; scan, then go on.
    public static final class Stale extends TargetException {
        private static final long serialVersionUID = 1L;

        public Stale(String message) {
            super(message, "", null);
        }
    }

    /// The target will not do until somebody changes it: not writable, read-only, a missing tool.
    public static final class Refused extends TargetException {
        private static final long serialVersionUID = 1L;

        public Refused(String message, String advice) {
            super(message, advice, null);
        }
    }

    /// The target's folder is not there and could be made. Only who merely looks hears of it.
    public static final class Absent extends TargetException {
        private static final long serialVersionUID = 1L;

        public Absent(String message) {
            super(message, "`devsync up` or `sync` makes it.", null);
        }
    }

    /// The agent cannot run there: no shell, or a tool is missing. Another transport may do.
    public static final class NoAgent extends TargetException {
        private static final long serialVersionUID = 1L;

        public NoAgent(String message, String advice) {
            super(message, advice, null);
        }
    }

    /// A newer devsync has taken over this target.
    public static final class Fenced extends TargetException {
        private static final long serialVersionUID = 1L;

        public Fenced(String message) {
            super(
                    message,
                    "Two devsync processes sync to the same folder; the newer one goes on. Stop one of them.",
                    null);
        }
    }
}
