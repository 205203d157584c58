package dev.devsync.config.detect;

import dev.devsync.config.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A detection that is being put together.
final class Draft {

    private final Language language;
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<ProposedRule> rules = new ArrayList<>();
    private final List<String> ignore = new ArrayList<>();
    private final List<String> checks = new ArrayList<>();
    private @Nullable Proposal<String> build;
    private @Nullable Proposal<String> run;
    private @Nullable Proposal<Integer> port;

    Draft(Language language) {
        this.language = language;
    }

    Draft evidence(String file, String says) {
        evidence.add(new Evidence(file, says));
        return this;
    }

    Draft build(Proposal<String> proposal) {
        build = proposal;
        return this;
    }

    Draft run(Proposal<String> proposal) {
        run = proposal;
        return this;
    }

    Draft port(Proposal<Integer> proposal) {
        port = proposal;
        return this;
    }

    Draft rule(List<String> changed, @Nullable String exec, Action action, String why) {
        rules.add(new ProposedRule(changed, exec, action, why));
        return this;
    }

    Draft ignore(String... patterns) {
        ignore.addAll(Arrays.asList(patterns));
        return this;
    }

    Draft check(String sentence) {
        checks.add(sentence);
        return this;
    }

    Detection done() {
        return new Detection(language, evidence, build, run, rules, port, ignore, checks);
    }
}
