package dev.devsync.cli;

/// Ends the process at once when Ctrl-C is pressed a second time, because an app may take its grace to stop.
///
/// Java itself has no way to hear a second SIGINT: the first starts its shutdown hooks, and from then on signals
/// wait for them.
final class SecondInterrupt {

    private SecondInterrupt() {}

    /// @param first run at the first Ctrl-C, by a thread of its own
    /// @param last run at the second, before the process ends
    static void install(Runnable first, Runnable last) {
        boolean[] pressed = new boolean[1];
        // Without it the first Ctrl-C works by the shutdown hook.
        Signals.on("INT", () -> {
            if (pressed[0]) {
                last.run();
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
            }
            pressed[0] = true;
            Thread.ofPlatform().name("devsync-interrupted").start(first);
        });
    }
}
