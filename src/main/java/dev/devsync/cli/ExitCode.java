package dev.devsync.cli;

/// What the process says when it ends.
enum ExitCode {
    DONE(0),
    FAILED(1),
    /// Wrong usage or configuration.
    USAGE(2),
    /// The engine or a container is not reachable.
    UNREACHABLE(3),
    /// `verify` found differences.
    OUT_OF_SYNC(4),
    /// Halted so that nothing gets lost.
    HALTED(5),
    /// Ended by Ctrl-C, as the system itself would say it.
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
