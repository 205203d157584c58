package dev.devsync.config.starter;

import static java.util.stream.Collectors.joining;

import dev.devsync.config.Action;
import dev.devsync.config.Reactions;
import dev.devsync.config.detect.ContainerPlace;
import dev.devsync.config.detect.Detection;
import dev.devsync.config.detect.Proposal;
import dev.devsync.config.detect.ProposedRule;
import dev.devsync.config.imports.Imported;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes a first devsync.yaml, with the reason for each line beside it.
final class StarterText {

    private final Detection detection;
    private final ContainerPlace place;
    private final Optional<Imported> imported;
    private final List<String> checks;
    private final StringBuilder yaml = new StringBuilder();

    StarterText(Detection detection, ContainerPlace place, Optional<Imported> imported, List<String> checks) {
        this.detection = detection;
        this.place = place;
        this.imported = imported;
        this.checks = checks;
    }

    String text() {
        head();
        place.project().ifPresent(name -> line("name: " + YamlScalar.of(name), "the Compose project's name"));
        line("services:", "");
        line(
                "  " + place.service() + ":",
                place.compose().map(file -> "the service in " + file).orElse(""));
        if (place.compose().isEmpty()) {
            line("    container: " + YamlScalar.of(place.service()), "check: the container's name");
        }
        sync();
        String build = imported.isPresent() ? imported.get().build() : value(detection.build());
        String run = run();
        imported.ifPresent(this::surroundings);
        if (build != null) {
            line(
                    "    build: " + YamlScalar.of(build),
                    why(imported.map(Imported::build).orElse(null), detection.build()));
        }
        if (run != null) {
            line(
                    "    run: " + YamlScalar.of(run),
                    why(imported.map(Imported::run).orElse(null), detection.run()));
        } else {
            line("    # run: ./app", "devsync starts nothing until this says what");
        }
        imported.ifPresent(this::waits);
        ready(run);
        rules(build, run);
        return yaml.toString();
    }

    private void head() {
        line("# Written by `devsync init`; docs/configuration.md of devsync describes every key.", "");
        for (String check : checks) {
            line("# Check: " + check, "");
        }
    }

    private void sync() {
        line("    sync:", "");
        line("      - path: .", "");
        line("        target: " + YamlScalar.of(place.target().value()), comment(place.target()));
        Set<String> ignore = new LinkedHashSet<>(detection.ignore());
        imported.ifPresent(each -> ignore.addAll(each.ignore()));
        if (!ignore.isEmpty()) {
            line("        ignore: " + list(List.copyOf(ignore)), "made on this machine, for this machine");
        }
    }

    private @Nullable String run() {
        String own = imported.map(Imported::run).orElse(null);
        return own == null ? value(detection.run()) : own;
    }

    private void surroundings(Imported from) {
        if (from.workingDir() != null) {
            line("    working_dir: " + YamlScalar.of(from.workingDir()), "");
        }
        if (!from.env().isEmpty()) {
            line("    env:", "");
            from.env().forEach((name, value) -> line("      %s: %s".formatted(name, YamlScalar.of(value)), ""));
        }
        if (!from.envFiles().isEmpty()) {
            line("    env_file: " + list(from.envFiles()), "");
        }
    }

    private void waits(Imported from) {
        if (from.stopSignal() != null) {
            line("    stop_signal: " + YamlScalar.of(from.stopSignal()), "");
        }
        if (from.gracePeriod() != null) {
            line("    stop_grace_period: " + duration(from.gracePeriod()), "");
        }
        if (from.quiet() != null) {
            line("    quiet: " + duration(from.quiet()), "the pause after a save; 20ms is enough for most editors");
        }
        if (from.restart() == Reactions.Restart.ON_FAILURE && from.run() != null) {
            line("    restart: on-failure", "");
        }
    }

    private void ready(@Nullable String run) {
        if (imported.isPresent() && imported.get().port() != null) {
            Duration limit = imported.get().startTimeout();
            line(
                    "    ready: {tcp: %d%s}"
                            .formatted(imported.get().port(), limit == null ? "" : ", timeout: " + duration(limit)),
                    "");
            return;
        }
        Optional<Proposal<Integer>> port = place.port().or(() -> Optional.ofNullable(detection.port()));
        boolean sure = port.isPresent() && port.get().sureness() == Proposal.Sureness.FOUND && run != null;
        port.ifPresentOrElse(
                each -> line(
                        "    %sready: {tcp: %d}".formatted(sure ? "" : "# ", each.value()),
                        sure ? each.why() : "the port, if it is %d: %s".formatted(each.value(), each.why())),
                () -> line("    # ready: {tcp: 8080}", "the port that the app listens on"));
    }

    private void rules(@Nullable String build, @Nullable String run) {
        List<ProposedRule> rules = imported.map(Imported::rules).orElse(detection.rules());
        if (rules.isEmpty() || (build == null && run == null)) {
            return;
        }
        line("    on:", "the first rule that matches decides; what none matches: build and restart");
        for (ProposedRule rule : rules) {
            line("      - changed: " + list(rule.changed()), rule.why());
            if (rule.exec() != null) {
                line("        exec: " + YamlScalar.of(rule.exec()), "");
            }
            line("        action: " + possible(rule.action(), build, run).keyword(), "");
        }
    }

    private static Action possible(Action action, @Nullable String build, @Nullable String run) {
        return switch (action) {
            case BUILD -> build == null ? Action.RESTART : action;
            case RESTART -> run == null ? Action.BUILD : action;
            default -> action;
        };
    }

    private String why(@Nullable String own, @Nullable Proposal<String> proposal) {
        if (own != null) {
            return "from " + imported.map(Imported::file).orElse("");
        }
        return proposal == null ? "" : comment(proposal);
    }

    private static String comment(Proposal<?> proposal) {
        return (proposal.sureness() == Proposal.Sureness.GUESSED ? "check: a guess, " : "") + proposal.why();
    }

    private static <T> @Nullable T value(@Nullable Proposal<T> proposal) {
        return proposal == null ? null : proposal.value();
    }

    private static String list(List<String> items) {
        return items.stream().map(YamlScalar::of).collect(joining(", ", "[", "]"));
    }

    private static String duration(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private void line(String text, String comment) {
        yaml.append(text)
                .append(comment.isEmpty() ? "" : " # " + comment.replaceAll("\\s+", " "))
                .append('\n');
    }
}
