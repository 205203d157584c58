package dev.devsync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What was measured on.
final class Machine {

    private Machine() {}

    static String describe() {
        return "%d processors%s, %s %s, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        model(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version());
    }

    private static String model() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> " (" + line.replaceFirst(".*:\\s*", "") + ")")
                    .orElse("");
        } catch (IOException _) {
            return "";
        }
    }
}
