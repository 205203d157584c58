package dev.devsync.config.detect;

import dev.devsync.config.Action;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// PHP with Composer: every request reads the code anew.
final class PhpStack implements Stack {

    @Override
    public Optional<Detection> detect(ProjectFiles files) throws IOException {
        if (!files.has("composer.json")) {
            return Optional.empty();
        }
        boolean laravel = files.has("artisan");
        Draft draft = new Draft(Language.PHP)
                .evidence("composer.json", laravel ? "Laravel" : "PHP with Composer")
                .ignore("/vendor/", "/node_modules/");
        String image = DockerfileReading.of(files).image();
        boolean hasServer = image.contains("apache") || image.contains("fpm") || image.contains("frankenphp");
        if (hasServer) {
            draft.evidence("Dockerfile", "a web server that the image starts: " + image);
        } else if (laravel) {
            run(draft, "php artisan serve --host=0.0.0.0 --port=8000", "Laravel's own server");
        } else if (files.has("public/index.php")) {
            run(draft, "php -S 0.0.0.0:8000 -t public", "public/index.php is there");
        } else if (files.has("index.php")) {
            run(draft, "php -S 0.0.0.0:8000", "index.php is there");
        } else {
            draft.check("Say in `run` how the app is started, unless the image does.");
        }
        // Without an app of devsync's there is nothing to restart; PHP needs none.
        draft.rule(
                List.of("composer.json", "composer.lock"),
                "composer install --no-interaction",
                Action.RELOAD,
                "other packages are needed: they are installed");
        if (laravel && !hasServer) {
            draft.rule(List.of("/.env", "/config/**"), null, Action.RESTART, "read when the server starts");
        }
        draft.rule(List.of("/tests/**"), null, Action.NONE, "tests are no part of the app");
        draft.rule(List.of("*"), null, Action.RELOAD, "PHP reads the code with each request");
        return Optional.of(draft.done());
    }

    private static void run(Draft draft, String line, String why) {
        draft.run(Proposal.found(line, why));
        draft.port(Proposal.found(8000, "`run` says so"));
    }
}
