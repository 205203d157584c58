package dev.devsync.cli;

import java.lang.reflect.Proxy;

/// Hears signals. `sun.misc.Signal` is the JDK's documented exception (jdk.unsupported); it is called by
/// name, so that a JDK without it merely lacks this.
final class Signals {

    private Signals() {}

    /// @param name without `SIG`
    /// @param action run at each such signal, by a thread of the JVM's
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            return; // whoever asks has something that works without
        }
    }
}
