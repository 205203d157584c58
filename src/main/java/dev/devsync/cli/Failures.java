package dev.devsync.cli;

import dev.devsync.config.ConfigException;
import dev.devsync.select.BadPatternException;
import dev.devsync.session.Verification;
import dev.devsync.target.OriginException;
import dev.devsync.target.TargetException;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.kube.KubeException;
import dev.devsync.target.relay.RelayException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/// The one place where exceptions become messages and exit codes.
final class Failures {

    private final PrintStream err;

    Failures(PrintStream err) {
        this.err = err;
    }

    /// Says what went wrong.
    ///
    /// @param verbose whether to show where in the program it happened
    ExitCode report(Exception e, Verbosity verbose) {
        if (verbose == Verbosity.VERBOSE) {
            e.printStackTrace(err);
        }
        return switch (e) {
            case Failure failure -> say(failure.code(), message(failure), failure.advice());
            case ConfigException config -> say(ExitCode.USAGE, message(config), "");
            case EngineException.Misconfigured engine -> say(ExitCode.USAGE, message(engine), engine.advice());
            case KubeException.Misconfigured cluster -> say(ExitCode.USAGE, message(cluster), cluster.advice());
            case RelayException.Misconfigured relay -> say(ExitCode.USAGE, message(relay), relay.advice());
            case OriginException origin -> say(ExitCode.UNREACHABLE, message(origin), origin.advice());
            case Verification.NoTargetException none ->
                say(ExitCode.UNREACHABLE, message(none), "Start the container, then try again.");
            case TargetException target -> say(ExitCode.UNREACHABLE, message(target), target.advice());
            case NoSuchFileException missing -> say(ExitCode.FAILED, missing.getMessage() + " does not exist", "");
            case AccessDeniedException denied ->
                say(ExitCode.FAILED, denied.getMessage() + ": permission denied", "Check who may read it.");
            case IOException rules
            when rules.getCause() instanceof BadPatternException ->
                say(ExitCode.USAGE, message(rules), "Mend the pattern; README.md says which syntax each list takes.");
            case InterruptedException _ -> {
                Thread.currentThread().interrupt();
                yield say(ExitCode.FAILED, "interrupted", "");
            }
            default ->
                say(
                        ExitCode.FAILED,
                        e instanceof RuntimeException ? "an error of devsync's own: " + e : message(e),
                        verbose == Verbosity.VERBOSE ? "" : "--verbose shows where it happened.");
        };
    }

    private static String message(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    private ExitCode say(ExitCode code, String message, String advice) {
        err.println("devsync: " + message);
        if (!advice.isEmpty()) {
            err.println("  " + advice);
        }
        return code;
    }

    /// How much is said.
    enum Verbosity {
        NORMAL,
        VERBOSE
    }
}
