package dev.devsync.config.detect;

import dev.devsync.config.Action;
import dev.devsync.config.Reactions;
import dev.devsync.config.Rule;
import dev.devsync.config.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What kind of project a folder is, and what suits it.
///
/// @param language what it is mainly written in
/// @param evidence which file says so
/// @param build the line that builds it in a container; null if nothing is built or it is not known how
/// @param run the line that starts it; null if it is not known how
/// @param rules what follows when certain files change, in the order in which they count
/// @param port where it listens; null if that is not known
/// @param ignore what should stay on the host, in gitignore syntax: what is made there for the host
/// @param checks what somebody should look at, each a sentence
public record Detection(
        Language language,
        List<Evidence> evidence,
        @Nullable Proposal<String> build,
        @Nullable Proposal<String> run,
        List<ProposedRule> rules,
        @Nullable Proposal<Integer> port,
        List<String> ignore,
        List<String> checks) {

    /// A folder of which nothing is known.
    public static final Detection NOTHING =
            new Detection(Language.UNKNOWN, List.of(), null, null, List.of(), null, List.of(), List.of());

    /// As long as the default for steps in the file.
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    /// What each is written in is told by its own file. Node.js comes last: many others have a package.json for
    /// their assets.
    private static final List<Stack> STACKS = List.of(
            new GoStack(),
            new RustStack(),
            new JavaStack(),
            new DotnetStack(),
            new RubyStack(),
            new PhpStack(),
            new PythonStack(),
            new NodeStack());

    public Detection {
        evidence = List.copyOf(evidence);
        rules = List.copyOf(rules);
        ignore = List.copyOf(ignore);
        checks = List.copyOf(checks);
    }

    /// Looks at a folder's files: some by name, a few by content. It runs nothing.
    ///
    /// @throws IOException if a file that is there cannot be read
    public static Detection of(Path folder) throws IOException {
        ProjectFiles files = new ProjectFiles(folder);
        for (Stack stack : STACKS) {
            Optional<Detection> detection = stack.detect(files);
            if (detection.isPresent()) {
                return withoutTheRest(detection.get(), files);
            }
        }
        return NOTHING;
    }

    private static Detection withoutTheRest(Detection detection, ProjectFiles files) throws IOException {
        if (detection.rules.stream().anyMatch(rule -> rule.changed().equals(List.of("*")))) {
            return detection; // nothing is left to other rules
        }
        List<ProposedRule> all = new ArrayList<>(detection.rules);
        boolean embeds = detection.language == Language.GO && GoStack.embeds(files);
        all.add(NotTheApp.rule(files, embeds ? NotTheApp.Reading.PERHAPS_THE_APP : NotTheApp.Reading.PEOPLE_ONLY));
        return new Detection(
                detection.language,
                detection.evidence,
                detection.build,
                detection.run,
                all,
                detection.port,
                detection.ignore,
                detection.checks);
    }

    /// The rules for a service that gives none of its own: nothing for one that devsync neither builds nor starts,
    /// because then nobody asked for commands in its container.
    public List<Rule> rulesFor(Reactions reactions) {
        Step like = reactions.run() == null ? reactions.build() : reactions.run();
        if (like == null) {
            return List.of();
        }
        List<Rule> fitting = new ArrayList<>();
        for (ProposedRule rule : rules) {
            Step exec = rule.exec() == null
                    ? null
                    : Step.ofLine(rule.exec(), like.folder(), like.user(), like.environment(), TIMEOUT);
            fitting.add(new Rule(rule.changed(), exec, possible(rule.action(), reactions), null, 0));
        }
        return fitting;
    }

    private static Action possible(Action action, Reactions reactions) {
        return switch (action) {
            case BUILD -> reactions.build() == null ? Action.RESTART : Action.BUILD;
            case RESTART -> reactions.run() == null ? Action.BUILD : Action.RESTART;
            case NONE, RELOAD, SIGNAL, CONTAINER_RESTART, REBUILD -> action;
        };
    }
}
