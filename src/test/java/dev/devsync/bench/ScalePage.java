package dev.devsync.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How devsync's cost grows, as Markdown: tables, and bars that a terminal shows too.
final class ScalePage {

    private static final int WIDTH = 40;

    /// @param peak of the first fill, in megabytes
    record Grown(int files, double fillMillis, double restartMillis, Figures saves, double megabytes, double peak) {}

    record Spread(int targets, Figures saves, double burstMillis, double megabytes) {}

    /// @param lagMillis from the last write until the container had everything
    /// @param megabytes resident, every five seconds
    record Steady(int files, double seconds, double lagMillis, List<Double> megabytes, double peak) {}

    private final List<Grown> grown = new ArrayList<>();
    private final List<Spread> spread = new ArrayList<>();
    private @Nullable Steady steady;

    void add(Grown each) {
        grown.add(each);
    }

    void add(Spread each) {
        spread.add(each);
    }

    void set(Steady each) {
        steady = each;
    }

    String text() {
        return files() + "\n" + bars("First fill, seconds", each -> each.fillMillis() / 1000)
                + bars("Start on an unchanged tree, seconds", each -> each.restartMillis() / 1000)
                + bars("Memory at rest, MB", Grown::megabytes)
                + "\n" + targets() + "\n" + load();
    }

    private String files() {
        StringBuilder text = new StringBuilder()
                .append(line(Stream.of(
                        "files of 300 B",
                        "first fill",
                        "start, unchanged",
                        "save of 1 KB, p50 (p99)",
                        "memory at rest",
                        "most during the fill",
                        "memory for each file")))
                .append(line(Stream.generate(() -> "---").limit(7)));
        for (Grown each : grown) {
            text.append(line(Stream.of(
                    "%,d".formatted(each.files()),
                    Figures.text(each.fillMillis()) + " ms",
                    Figures.text(each.restartMillis()) + " ms",
                    Figures.text(each.saves().median()) + " ("
                            + Figures.text(each.saves().quantile(0.99)) + ") ms",
                    "%.0f MB".formatted(each.megabytes()),
                    "%.0f MB".formatted(each.peak()),
                    each.files() == grown.getFirst().files() ? "–" : "%.0f B".formatted(bytesPerFile(each)))));
        }
        return text.toString();
    }

    /// Beyond what the smallest tree takes.
    private double bytesPerFile(Grown each) {
        Grown least = grown.getFirst();
        return (each.megabytes() - least.megabytes()) * 1024 * 1024 / (each.files() - least.files());
    }

    private String bars(String title, ToDoubleFunction<Grown> value) {
        double most = grown.stream().mapToDouble(value).max().orElse(1);
        return "\n    " + title + "\n"
                + grown.stream()
                        .map(each -> String.format(
                                Locale.ROOT,
                                "    %,9d files  %-" + WIDTH + "s %.1f%n",
                                each.files(),
                                "█".repeat((int) Math.max(1, Math.round(WIDTH * value.applyAsDouble(each) / most))),
                                value.applyAsDouble(each)))
                        .collect(Collectors.joining());
    }

    private String targets() {
        StringBuilder text = new StringBuilder()
                .append(line(Stream.of(
                        "containers", "save of 1 KB until the last has it, p50 (p99)", "2,000 files", "memory")))
                .append(line(Stream.generate(() -> "---").limit(4)));
        spread.forEach(each -> text.append(line(Stream.of(
                Integer.toString(each.targets()),
                Figures.text(each.saves().median()) + " ("
                        + Figures.text(each.saves().quantile(0.99)) + ") ms",
                Figures.text(each.burstMillis()) + " ms",
                "%.0f MB".formatted(each.megabytes())))));
        return text.toString();
    }

    private String load() {
        Steady each = Objects.requireNonNull(steady, "measured last");
        return String.format(
                Locale.ROOT,
                "%,d files of 1 MB were written in %.0f s (%.0f MB/s), each of 500 names again and again. After the last write"
                        + " it took %s ms until the container had everything; every byte was compared. Memory every five"
                        + " seconds, in MB: %s; the most was %.0f.%n",
                each.files(),
                each.seconds(),
                each.files() / each.seconds(),
                Figures.text(each.lagMillis()),
                each.megabytes().stream().map("%.0f"::formatted).collect(Collectors.joining(", ")),
                each.peak());
    }

    private static String line(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
