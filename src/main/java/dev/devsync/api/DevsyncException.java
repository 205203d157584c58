package dev.devsync.api;

import dev.devsync.select.BadPatternException;
import dev.devsync.target.OriginException;
import dev.devsync.target.docker.EngineException;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why devsync could not do what was asked. The message says what went wrong and what to try, in the words of the
/// command line; the kinds are its exit codes.
///
/// Unchecked, because a test can do nothing but fail with it.
public abstract sealed class DevsyncException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String advice;

    DevsyncException(String problem, String advice, @Nullable Throwable cause) {
        super(advice.isEmpty() ? problem : problem + "\n  " + advice, cause);
        this.advice = advice;
    }

    /// What could be tried, a sentence or more; may be empty. It is part of the message as well.
    public String advice() {
        return advice;
    }

    /// Something that the caller said cannot be: a folder that is not there, a pattern, an address.
    public static final class Misconfigured extends DevsyncException {
        @Serial
        private static final long serialVersionUID = 1L;

        Misconfigured(String problem, String advice, @Nullable Throwable cause) {
            super(problem, advice, cause);
        }
    }

    /// No engine answers.
    public static final class EngineUnreachable extends DevsyncException {
        @Serial
        private static final long serialVersionUID = 1L;

        EngineUnreachable(String problem, String advice, @Nullable Throwable cause) {
            super(problem, advice, cause);
        }
    }

    /// The container is not there, does not run, or will not be written to.
    public static final class ContainerUnreachable extends DevsyncException {
        @Serial
        private static final long serialVersionUID = 1L;

        ContainerUnreachable(String problem, String advice, @Nullable Throwable cause) {
            super(problem, advice, cause);
        }
    }

    /// Some files could not be read here or written there. All others are in the container.
    public static final class Incomplete extends DevsyncException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String[] problems; // exceptions are serializable, and lists need not be

        Incomplete(String problem, List<String> problems) {
            super(problem, "", null);
            this.problems = problems.toArray(String[]::new);
        }

        /// One line for each path.
        public List<String> problems() {
            return List.of(problems);
        }
    }

    /// Nothing was deleted, because more would go than may without being asked, or the folder has vanished.
    public static final class Halted extends DevsyncException {
        @Serial
        private static final long serialVersionUID = 1L;

        Halted(String problem) {
            super(problem, "Put the files back, or allow it with unlimitedDeletions().", null);
        }
    }

    /// The container did not have everything when the limit was over.
    public static final class NotInTime extends DevsyncException {
        @Serial
        private static final long serialVersionUID = 1L;

        NotInTime(String problem, String advice) {
            super(problem, advice, null);
        }
    }

    /// The folder cannot be read.
    public static final class Unreadable extends DevsyncException {
        @Serial
        private static final long serialVersionUID = 1L;

        Unreadable(String problem, String advice, @Nullable Throwable cause) {
            super(problem, advice, cause);
        }
    }

    static DevsyncException of(OriginException e) {
        String problem = String.valueOf(e.getMessage());
        return e instanceof EngineException.Misconfigured
                ? new Misconfigured(problem, e.advice(), e)
                : new EngineUnreachable(problem, e.advice(), e);
    }

    static DevsyncException of(IOException e) {
        String problem = String.valueOf(e.getMessage());
        if (e.getCause() instanceof BadPatternException) {
            return new Misconfigured(problem, "Mend the pattern: ignore and include take gitignore syntax.", e);
        }
        return switch (e) {
            case NoSuchFileException _ -> new Unreadable(problem + " does not exist", "", e);
            case AccessDeniedException _ ->
                new Unreadable(problem + ": permission denied", "Check who may read it.", e);
            default -> new Unreadable(problem, "", e);
        };
    }
}
