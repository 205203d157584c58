package dev.devsync.target;

import org.jspecify.annotations.Nullable;

/// Trouble with where targets come from, an engine or a cluster, rather than with one of them.
public abstract class OriginException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String advice;

    protected OriginException(String message, String advice, @Nullable Throwable cause) {
        super(message, cause);
        this.advice = advice;
    }

    /// What the user could try, a sentence or more; may be empty.
    public String advice() {
        return advice;
    }
}
