package dev.devsync.target.net;

import dev.devsync.tree.Text;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An error and what has led to it, asked for what it means.
///
/// @param error the outermost
public record Causes(Throwable error) {

    /// Whether one of them has these words in its message.
    ///
    /// @param words in lower case
    public boolean say(String words) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains(words)) {
                return true;
            }
        }
        return false;
    }

    /// The outermost of a kind; null if there is none.
    public <T extends Throwable> @Nullable T find(Class<T> type) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (type.isInstance(e)) {
                return type.cast(e);
            }
        }
        return null;
    }

    /// What the innermost says, for people.
    public String reason() {
        Throwable inner = error;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = inner.getMessage();
        return message == null ? inner.getClass().getSimpleName() : Text.printable(message);
    }
}
