package dev.devsync.config.detect;

import dev.devsync.config.Action;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Files that belong to every project and to no app: a save of them builds and restarts nothing.
final class NotTheApp {

    /// A folder of logs, as it stands in .gitignore.
    private static final Pattern LOGS = Pattern.compile("/?[\\w./-]*logs?/?");

    private NotTheApp() {}

    /// @param reading what else counts as text for people; Go embeds what it is told to
    static ProposedRule rule(ProjectFiles files, Reading reading) throws IOException {
        List<String> changed = new ArrayList<>();
        if (reading == Reading.PEOPLE_ONLY) {
            changed.add("*.md");
        }
        changed.addAll(List.of("LICENSE*", ".gitignore", ".dockerignore", ".editorconfig", "devsync.yaml", "*.log"));
        for (String line : files.text(".gitignore").lines().map(String::strip).toList()) {
            if (LOGS.matcher(line).matches() && !line.endsWith(".log")) {
                changed.add(below(line.replaceFirst("/$", "")));
            }
        }
        return new ProposedRule(changed, null, Action.NONE, "no part of the app");
    }

    /// What is in a folder; as in .gitignore, one that is named alone may be anywhere.
    private static String below(String folder) {
        return (folder.contains("/") ? folder : "**/" + folder) + "/**";
    }

    /// Who reads Markdown.
    enum Reading {
        PEOPLE_ONLY,
        PERHAPS_THE_APP
    }
}
