package dev.devsync.target.relay;

import dev.devsync.target.OriginException;
import org.jspecify.annotations.Nullable;

/// Trouble with a relay rather than with a folder in it. What to do next depends on the kind.
public abstract sealed class RelayException extends OriginException {

    private static final long serialVersionUID = 1L;

    RelayException(String message, String advice, @Nullable Throwable cause) {
        super(message, advice, cause);
    }

    /// It will not do until somebody changes something: the token, a certificate, the version, a file.
    public static final class Misconfigured extends RelayException {
        private static final long serialVersionUID = 1L;

        public Misconfigured(String message, String advice) {
            this(message, advice, null);
        }

        public Misconfigured(String message, String advice, @Nullable Throwable cause) {
            super(message, advice, cause);
        }
    }

    /// Nobody answers at its address, or not in time. Waiting may help.
    public static final class Unreachable extends RelayException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, String advice, @Nullable Throwable cause) {
            super(message, advice, cause);
        }
    }
}
