package dev.devsync.config.detect;

import dev.devsync.config.Action;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Python: Django, Flask, FastAPI, or a script.
final class PythonStack implements Stack {

    private static final Pattern FASTAPI =
            Pattern.compile("(?m)^(\\w+)\\s*(?::\\s*[\\w.]+\\s*)?=\\s*(?:fastapi\\.)?FastAPI\\(");
    private static final Pattern FLASK =
            Pattern.compile("(?m)^(\\w+)\\s*(?::\\s*[\\w.]+\\s*)?=\\s*(?:flask\\.)?Flask\\(");
    private static final String[] MODULES = {
        "main.py",
        "app.py",
        "wsgi.py",
        "asgi.py",
        "server.py",
        "app/main.py",
        "app/__init__.py",
        "src/main.py",
        "src/app.py"
    };

    @Override
    public Optional<Detection> detect(ProjectFiles files) throws IOException {
        Optional<String> file = files.first("manage.py", "pyproject.toml", "requirements.txt", "Pipfile", "setup.py");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Draft draft = new Draft(Language.PYTHON).ignore("__pycache__/", "/.venv/", "/venv/", "*.egg-info/");
        String prefix = dependencies(files, draft);
        String needs = (files.text("requirements.txt") + files.text("pyproject.toml") + files.text("Pipfile"))
                .toLowerCase(Locale.ROOT);
        if (files.has("manage.py")) {
            draft.evidence("manage.py", "Django");
            // Its own reloader polls, and starts a second process that a signal does not reach.
            run(draft, prefix + "python manage.py runserver --noreload 0.0.0.0:8000", 8000, "Django's own server");
            templates(draft);
        } else if (!server(files, draft, prefix)) {
            draft.evidence(file.get(), needs.contains("flask") ? "Python with Flask" : "Python");
            files.first("main.py", "app.py", "__main__.py", "server.py")
                    .ifPresentOrElse(
                            main -> draft.run(Proposal.guessed(prefix + "python -u " + main, main + " is there")),
                            () -> draft.check("Say in `run` how the app is started."));
        }
        draft.rule(List.of("test_*.py", "*_test.py", "/tests/**"), null, Action.NONE, "tests are no part of the app");
        return Optional.of(draft.done());
    }

    /// Finds the web app, and says how it is served.
    private static boolean server(ProjectFiles files, Draft draft, String prefix) throws IOException {
        for (String path : MODULES) {
            String module = path.replaceFirst("(/__init__)?\\.py$", "").replace('/', '.');
            Optional<String> fastapi = files.match(path, FASTAPI);
            if (fastapi.isPresent()) {
                draft.evidence(path, "FastAPI");
                String app = module + ":" + fastapi.get();
                run(draft, prefix + "uvicorn " + app + " --host 0.0.0.0 --port 8000", 8000, path + " has " + app);
                return true;
            }
            Optional<String> flask = files.match(path, FLASK);
            if (flask.isPresent()) {
                draft.evidence(path, "Flask");
                String app = module + ":" + flask.get();
                run(
                        draft,
                        prefix + "flask --app " + app + " run --host 0.0.0.0 --port 5000",
                        5000,
                        path + " has " + app);
                templates(draft);
                return true;
            }
        }
        return false;
    }

    private static void run(Draft draft, String line, int port, String why) {
        draft.run(Proposal.found(line, why));
        draft.port(Proposal.found(port, "`run` says so"));
    }

    private static void templates(Draft draft) {
        draft.rule(List.of("**/static/**"), null, Action.RELOAD, "read from disk with each request");
        draft.rule(List.of("**/templates/**"), null, Action.RESTART, "kept in memory unless the app is told otherwise");
    }

    /// Adds the rule for what is to be installed; returns what commands start with.
    private static String dependencies(ProjectFiles files, Draft draft) {
        String why = "other packages are needed: they are installed before the restart";
        if (files.has("uv.lock")) {
            draft.rule(List.of("pyproject.toml", "uv.lock"), "uv sync --frozen", Action.RESTART, why);
            return "uv run --no-sync ";
        }
        if (files.has("poetry.lock")) {
            draft.rule(List.of("pyproject.toml", "poetry.lock"), "poetry install", Action.RESTART, why);
            return "poetry run ";
        }
        if (files.has("Pipfile")) {
            draft.rule(List.of("Pipfile", "Pipfile.lock"), "pipenv sync", Action.RESTART, why);
            return "pipenv run ";
        }
        if (files.has("requirements.txt")) {
            draft.rule(List.of("requirements*.txt"), "pip install -r requirements.txt", Action.RESTART, why);
        } else if (files.has("pyproject.toml")) {
            draft.rule(List.of("pyproject.toml"), "pip install -e .", Action.RESTART, why);
        }
        return "";
    }
}
