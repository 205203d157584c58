package dev.devsync.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The figures as a page for docs/.
final class Page {

    private final String engine;
    private final String machine;
    private final String image;
    private final Map<Workload, Map<Contender, Figures>> rows = new LinkedHashMap<>();
    private final Map<Contender, Rest.Cost> rest = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();

    Page(String engine, String machine, String image) {
        this.engine = engine;
        this.machine = machine;
        this.image = image;
    }

    void missing(Contender contender, String why) {
        remarks.add(contender.title() + " was left out: " + why + ".");
    }

    void failed(Workload workload, Contender contender, String why) {
        remarks.add(contender.title() + " failed at \"" + workload.title() + "\": "
                + why.lines().findFirst().orElse(""));
    }

    /// @return the row for a terminal
    String add(Workload workload, Map<Contender, Figures> row) {
        rows.put(workload, row);
        return Figures.heading() + "\n  " + workload.title() + "\n"
                + row.entrySet().stream()
                        .map(each -> each.getValue().row("  " + each.getKey().title()))
                        .collect(Collectors.joining("\n"));
    }

    void rest(Contender contender, Rest.Cost cost) {
        rest.put(contender, cost);
    }

    /// What is used at rest, for a terminal.
    String rest() {
        return rest.entrySet().stream()
                .map(each -> "  %-26s %.0f MB, %.2f %% of a core at rest"
                        .formatted(
                                each.getKey().title(),
                                each.getValue().megabytes(),
                                each.getValue().percent()))
                .collect(Collectors.joining("\n"));
    }

    String text() {
        List<Contender> columns = rows.values().stream()
                .flatMap(row -> row.keySet().stream())
                .distinct()
                .toList();
        StringBuilder text = new StringBuilder();
        text.append("# Benchmarks\n\nWritten by `make bench`; do not edit. ")
                .append(engine)
                .append(", image ")
                .append(image)
                .append(", ")
                .append(machine)
                .append(".\n\n")
                .append("""
                        Each contender has a container of its own; they take turns within each row. Time goes from the last write on
                        the host until a program in the container has seen it. Medians in milliseconds, in brackets the 95th
                        percentile, and how many times as long as devsync it takes. A reader in the container spins while saves are
                        measured, and looks every 10 ms in the other rows. Absolute times drift with the machine; ratios hold.

                        """);
        text.append(line(Stream.concat(Stream.of("work"), columns.stream().map(Contender::title))
                .toList()));
        text.append(line(Stream.generate(() -> "---").limit(columns.size() + 1L).toList()));
        rows.forEach((workload, row) -> text.append(line(Stream.concat(
                        Stream.of(workload.title()), columns.stream().map(column -> cell(row, column)))
                .toList())));
        text.append("\nAt rest, 20,000 files in sync:\n\n")
                .append(line(List.of("", "memory (PSS)", "processor")))
                .append(line(List.of("---", "---", "---")));
        rest.forEach((contender, cost) -> text.append(line(List.of(
                contender.title(),
                "%.0f MB".formatted(cost.megabytes()),
                String.format(Locale.ROOT, "%.2f %% of a core", cost.percent())))));
        text.append("\nHow each is started:\n\n");
        columns.forEach(column -> text.append("- ")
                .append(column.title())
                .append(": `")
                .append(column.command())
                .append("`\n"));
        remarks.forEach(remark -> text.append("- ").append(remark).append('\n'));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String cell(Map<Contender, Figures> row, Contender column) {
        Figures figures = row.get(column);
        if (figures == null) {
            return "–";
        }
        String own = ms(figures.median()) + " (" + ms(figures.quantile(0.95));
        Figures ours = row.get(Watching.DEVSYNC);
        return ours == null || column == Watching.DEVSYNC
                ? own + ")"
                : own + ", " + String.format(Locale.ROOT, "%.1f×", figures.median() / ours.median()) + ")";
    }

    private static String ms(double value) {
        return String.format(Locale.ROOT, value < 99.5 ? "%.1f" : "%.0f", value);
    }
}
