package dev.devsync.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Single keys at the terminal, without Enter. Only where somebody sits: standard input is a terminal and this
/// process is in its foreground; reading in the background would stop the process.
final class Keys implements AutoCloseable {

    private static final Path TERMINAL = Path.of("/dev/tty");
    private static final long STTY_SECONDS = 5;

    private final String saved;

    private Keys(String saved, InputStream in, Map<Character, Runnable> actions) {
        this.saved = saved;
        Thread.ofPlatform().daemon().name("devsync-keys").start(() -> read(in, actions));
    }

    /// Starts to listen; does nothing where there is no terminal in front.
    ///
    /// @param actions by key, run one after the other by a thread of its own
    static AutoCloseable listen(InputStream in, Map<Character, Runnable> actions) {
        try {
            if (!isTerminal() || !isInFront()) {
                return () -> {};
            }
            String saved = stty("-g").strip();
            listenToKeys();
            Signals.on("CONT", Keys::listenAgain); // the shell has put the terminal back when it was stopped by Ctrl-Z
            return new Keys(saved, in, actions);
        } catch (IOException e) {
            return () -> {}; // a terminal without stty: no keys, everything else works
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return () -> {};
        }
    }

    private static void listenToKeys() throws IOException, InterruptedException {
        stty("-icanon", "-echo", "min", "1");
    }

    private static void listenAgain() {
        try {
            if (isInFront()) { // not after `bg`
                listenToKeys();
            }
        } catch (IOException e) {
            return; // keys need Enter then
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isTerminal() {
        // Null in JDK 25 where input or output is not a terminal, an object that says so in JDK 22 to 24.
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /// Whether the terminal's foreground group is ours: fields 5 and 8 of proc(5)'s stat. Where there is no /proc,
    /// it is taken to be.
    private static boolean isInFront() throws IOException {
        Path stat = Path.of("/proc/self/stat");
        if (!Files.isReadable(stat)) {
            return true;
        }
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return fields[2].equals(fields[5]);
    }

    private static String stty(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command)
                .redirectInput(TERMINAL.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(STTY_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("stty: " + said);
        }
        return said;
    }

    private static void read(InputStream in, Map<Character, Runnable> actions) {
        try {
            for (int key = in.read(); key >= 0; key = in.read()) {
                Runnable action = actions.get((char) key);
                if (action != null) {
                    action.run();
                }
            }
        } catch (IOException e) {
            return; // the terminal is gone
        }
    }

    @Override
    public void close() throws IOException {
        try {
            stty(saved);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
