package dev.devsync.cli;

/// The end of a command with a message: what, which, why, and what to try.
final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    private final ExitCode code;
    private final String advice;

    Failure(ExitCode code, String message, String advice) {
        super(message);
        this.code = code;
        this.advice = advice;
    }

    ExitCode code() {
        return code;
    }

    String advice() {
        return advice;
    }
}
