package dev.devsync.config.detect;

import dev.devsync.config.Action;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Rust with Cargo.
final class RustStack implements Stack {

    private static final Pattern NAME = Pattern.compile("(?ms)^\\[package\\][^\\[]*?^name\\s*=\\s*\"([^\"]+)\"");
    private static final Pattern BIN = Pattern.compile("(?ms)^\\[\\[bin\\]\\][^\\[]*?^name\\s*=\\s*\"([^\"]+)\"");
    private static final Pattern DEFAULT_RUN = Pattern.compile("(?m)^default-run\\s*=\\s*\"([^\"]+)\"");

    @Override
    public Optional<Detection> detect(ProjectFiles files) throws IOException {
        if (!files.has("Cargo.toml")) {
            return Optional.empty();
        }
        Draft draft = new Draft(Language.RUST).ignore("/target/");
        Optional<String> name = files.match("Cargo.toml", DEFAULT_RUN);
        if (name.isEmpty()) {
            name = files.match("Cargo.toml", BIN);
        }
        if (name.isEmpty()) {
            name = files.match("Cargo.toml", NAME);
        }
        draft.evidence("Cargo.toml", name.map(each -> "the crate " + each).orElse("a workspace"));
        draft.build(Proposal.found("cargo build", "Cargo builds it; it fetches crates by itself"));
        if (name.isEmpty()) {
            draft.check("Cargo.toml is a workspace: say in `run` which program to start (target/debug/NAME).");
        } else {
            draft.run(Proposal.found("target/debug/" + name.get(), "what `build` makes"));
        }
        draft.rule(List.of("/tests/**", "/benches/**"), null, Action.NONE, "tests are no part of the app");
        List<String> assets = files.those("static", "public");
        if (!assets.isEmpty()) {
            draft.rule(
                    assets.stream().map(each -> each + "/**").toList(),
                    null,
                    Action.RELOAD,
                    "read from disk with each request");
        }
        return Optional.of(draft.done());
    }
}
