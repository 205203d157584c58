package dev.devsync.config;

import java.util.Locale;
import java.util.regex.Pattern;

/// Compose's rules for the names of projects.
final class ProjectName {

    /// The variable that names the project, for Compose and for us.
    static final String VARIABLE = "COMPOSE_PROJECT_NAME";

    /// What a name must be, for advice.
    static final String RULE = "use lower-case letters, digits, - and _, starting with a letter or digit";

    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9_-]*");

    private ProjectName() {}

    static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    /// The name that Compose makes of a folder's name; empty if nothing is left of it.
    static String ofFolder(String folder) {
        return folder.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "").replaceFirst("^[_-]+", "");
    }
}
