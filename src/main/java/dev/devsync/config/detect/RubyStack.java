package dev.devsync.config.detect;

import dev.devsync.config.Action;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Ruby with Bundler: Rails, Rack, Sinatra.
final class RubyStack implements Stack {

    private static final Pattern RAILS = Pattern.compile("(?m)^\\s*gem\\s*\\(?\\s*[\"'](rails)[\"']");

    @Override
    public Optional<Detection> detect(ProjectFiles files) throws IOException {
        if (!files.has("Gemfile")) {
            return Optional.empty();
        }
        boolean rails = files.match("Gemfile", RAILS).isPresent();
        Draft draft = new Draft(Language.RUBY)
                .evidence("Gemfile", rails ? "Ruby on Rails" : "Ruby with Bundler")
                .ignore("/.bundle/", "/vendor/bundle/", "/tmp/", "/log/");
        draft.rule(
                List.of("Gemfile", "Gemfile.lock"),
                "bundle install",
                Action.RESTART,
                "other gems are needed: they are installed before the restart");
        if (rails) {
            draft.run(Proposal.found(
                    (files.has("bin/rails") ? "bin/rails" : "bundle exec rails") + " server -b 0.0.0.0 -p 3000",
                    "Rails' own server, for the container's network"));
            draft.port(Proposal.found(3000, "`run` says so"));
            draft.rule(List.of("/config/**", "/lib/**"), null, Action.RESTART, "read when the app starts");
            draft.rule(List.of("/test/**", "/spec/**"), null, Action.NONE, "tests are no part of the app");
            draft.rule(List.of("*"), null, Action.RELOAD, "Rails loads changed code by itself");
        } else if (files.has("config.ru")) {
            draft.evidence("config.ru", "a Rack app");
            draft.run(Proposal.found("bundle exec rackup -o 0.0.0.0 -p 9292", "config.ru is there"));
            draft.port(Proposal.found(9292, "`run` says so"));
        } else {
            files.first("app.rb", "main.rb")
                    .ifPresentOrElse(
                            main -> draft.run(Proposal.guessed("bundle exec ruby " + main, main + " is there")),
                            () -> draft.check("Say in `run` how the app is started."));
        }
        if (!rails) {
            draft.rule(List.of("/public/**", "/views/**"), null, Action.RELOAD, "read from disk with each request");
        }
        return Optional.of(draft.done());
    }
}
