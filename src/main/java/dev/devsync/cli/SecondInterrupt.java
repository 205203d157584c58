package dev.devsync.cli;

import java.lang.reflect.Proxy;

/// Ends the process at once when Ctrl-C is pressed a second time, because an app may take its grace to stop.
///
/// Java itself has no way to hear a second SIGINT: the first starts its shutdown hooks, and from then on signals
/// wait for them. `sun.misc.Signal` is the JDK's documented exception (jdk.unsupported); it is called by name, so
/// that a JDK without it merely lacks this.
final class SecondInterrupt {

    private SecondInterrupt() {}

    /// @param first run at the first Ctrl-C, by a thread of its own
    /// @param last run at the second, before the process ends
    static void install(Runnable first, Runnable last) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            boolean[] pressed = new boolean[1];
            Object proxy = Proxy.newProxyInstance(
                    SecondInterrupt.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            if (pressed[0]) {
                                last.run();
                                Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
                            }
                            pressed[0] = true;
                            Thread.ofPlatform().name("devsync-interrupted").start(first);
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
        } catch (ReflectiveOperationException e) {
            return; // the first Ctrl-C works without it, by the shutdown hook
        }
    }
}
