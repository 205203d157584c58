package dev.devsync.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.slf4j.helpers.NOP_FallbackServiceProvider;

/// What the libraries and this program log, for whoever looks for an error in them: through SLF4J and
/// java.util.logging, to standard error. Users see none of it unless they ask.
final class Logging {

    /// The option that asks for it.
    static final String OPTION = "--verbose";

    private Logging() {}

    /// Before anything has logged: chooses whether anything ever will. Java's own logging takes some 30 ms to set up,
    /// looking for services in every jar.
    static void prepare(String... args) {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("java.util.logging.config.class", Nothing.class.getName());
        // "@file" may have the option in it.
        if (Stream.of(args).noneMatch(arg -> arg.startsWith(OPTION) || arg.startsWith("@"))) {
            System.setProperty("slf4j.provider", NOP_FallbackServiceProvider.class.getName());
        }
    }

    static void verbose() {
        LogManager.getLogManager().reset();
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.FINE);
        Logger.getLogger("").addHandler(handler);
        Held.DEVSYNC.setLevel(Level.FINE);
    }

    private static final class Held {
        /// java.util.logging forgets the levels of loggers that nobody holds.
        static final Logger DEVSYNC = Logger.getLogger("dev.devsync");
    }

    /// Configures java.util.logging, which calls the constructor of such a class in place of reading its file.
    public static final class Nothing {
        public Nothing() {}
    }
}
