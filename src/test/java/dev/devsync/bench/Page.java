package dev.devsync.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The figures of a run as Markdown: for docs/benchmarks.md, and the shorter table of README.
final class Page {

    /// What README shows.
    private static final List<Workload> SHORT = List.of(
            Workload.SAVE_IN_PLACE,
            Workload.SAVE_BY_RENAME,
            Workload.SAVE_10_MB,
            Workload.BURST,
            Workload.CHECKOUT,
            Workload.RENAME,
            Workload.FIRST_FILL,
            Workload.RESTART);

    static final List<Contender> SHORT_COLUMNS =
            List.of(Watching.DEVSYNC, Watching.COMPOSE_WATCH, Copying.RSYNC, Copying.DOCKER_CP, Copying.TAR);

    private final String where;
    private final Results results;

    /// @param where the engine, the image and the machine, in words
    Page(String where, Results results) {
        this.where = where;
        this.results = results;
    }

    String text() {
        StringBuilder text = new StringBuilder(where + ".\n\n");
        text.append(table(List.copyOf(results.rows.keySet()), columns())).append('\n');
        text.append("\n### While it watches\n\n").append(watching());
        section(text, "Commands", results.starts);
        section(text, "From a save until the app answers with it", results.answers);
        section(text, "The same with a Gin app that is built in its container", results.restart);
        section(text, "What a save of 1 KB is made of", results.stages);
        text.append("\n### How each is started\n\n");
        columns()
                .forEach(column -> text.append("- ")
                        .append(column.title())
                        .append(": `")
                        .append(column.command())
                        .append("`\n"));
        if (!results.remarks.isEmpty()) {
            text.append("\n### What is missing\n\n");
            results.remarks.forEach(remark -> text.append("- ").append(remark).append('\n'));
        }
        return text.toString();
    }

    /// The table of README.
    String summary() {
        return where + ":\n\n"
                + table(
                        SHORT,
                        SHORT_COLUMNS.stream().filter(columns()::contains).toList());
    }

    private List<Contender> columns() {
        return results.rows.values().stream()
                .flatMap(row -> row.keySet().stream())
                .distinct()
                .toList();
    }

    private String table(List<Workload> workloads, List<Contender> columns) {
        String head = line(Stream.concat(Stream.of("work"), columns.stream().map(Contender::title)));
        String rule = line(Stream.generate(() -> "---").limit(columns.size() + 1L));
        return head
                + rule
                + workloads.stream()
                        .filter(results.rows::containsKey)
                        .map(workload -> line(Stream.concat(
                                Stream.of(workload.title()), columns.stream().map(column -> cell(workload, column)))))
                        .collect(Collectors.joining());
    }

    private String cell(Workload workload, Contender column) {
        Figures figures = results.rows.getOrDefault(workload, Map.of()).get(column);
        if (figures == null) {
            return "–";
        }
        String worst = Figures.text(figures.quantile(0.99));
        OptionalDouble ratio = column == Watching.DEVSYNC ? OptionalDouble.empty() : results.ratio(workload, column);
        return Figures.text(figures.median())
                + " ("
                + worst
                + ")"
                + (ratio.isPresent() ? String.format(Locale.ROOT, " %.1f×", ratio.getAsDouble()) : "");
    }

    private String watching() {
        StringBuilder text = new StringBuilder()
                .append(line(Stream.of("20,000 files in sync", "memory", "peak", "processor at rest", "for each save")))
                .append(line(Stream.generate(() -> "---").limit(5)));
        results.rest.forEach((contender, cost) -> text.append(line(Stream.of(
                contender.title(),
                "%.0f MB".formatted(cost.megabytes()),
                "%.0f MB".formatted(cost.peakMegabytes()),
                String.format(Locale.ROOT, "%.2f %% of a core", cost.percent()),
                String.format(Locale.ROOT, "%.1f ms of a core", cost.millisPerSave())))));
        return text.toString();
    }

    private static void section(StringBuilder text, String title, Map<String, Figures> figures) {
        if (figures.isEmpty()) {
            return;
        }
        text.append("\n### ").append(title).append("\n\n").append(line(Stream.of("milliseconds", "n", "p50", "p99")));
        text.append(line(Stream.generate(() -> "---").limit(4)));
        figures.forEach((what, each) -> text.append(line(Stream.of(
                what,
                Integer.toString(each.count()),
                Figures.text(each.median()),
                Figures.text(each.quantile(0.99))))));
    }

    private static String line(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
