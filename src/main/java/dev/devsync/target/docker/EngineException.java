package dev.devsync.target.docker;

import dev.devsync.target.OriginException;
import org.jspecify.annotations.Nullable;

/// Trouble with the engine rather than with one container's files. What to do next depends on the kind.
public abstract sealed class EngineException extends OriginException {

    private static final long serialVersionUID = 1L;

    EngineException(String message, String advice, @Nullable Throwable cause) {
        super(message, advice, cause);
    }

    /// Where the engine is cannot be told: an unknown context, a scheme that is not supported, a broken file.
    public static final class Misconfigured extends EngineException {
        private static final long serialVersionUID = 1L;

        public Misconfigured(String message, String advice, @Nullable Throwable cause) {
            super(message, advice, cause);
        }
    }

    /// Nobody answers at the engine's address, or not to us. Waiting may help.
    public static final class Unreachable extends EngineException {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message, String advice, @Nullable Throwable cause) {
            super(message, advice, cause);
        }
    }

    /// The engine took the connection but did not answer in time.
    public static final class NotResponding extends EngineException {
        private static final long serialVersionUID = 1L;

        public NotResponding(String message, String advice) {
            super(message, advice, null);
        }
    }

    /// The engine's API lacks what devsync needs.
    public static final class TooOld extends EngineException {
        private static final long serialVersionUID = 1L;

        public TooOld(String message, String advice) {
            super(message, advice, null);
        }
    }

    /// There is no such container (any more).
    public static final class NoSuchContainer extends EngineException {
        private static final long serialVersionUID = 1L;

        public NoSuchContainer(String message) {
            super(message, "", null);
        }
    }

    /// The engine answered with an error.
    public static final class Failed extends EngineException {
        private static final long serialVersionUID = 1L;

        private final int status;

        /// @param status the HTTP status, 0 if there was none
        public Failed(String message, int status, @Nullable Throwable cause) {
            super(message, "", cause);
            this.status = status;
        }

        /// The HTTP status of the answer, 0 if there was none.
        public int status() {
            return status;
        }
    }
}
