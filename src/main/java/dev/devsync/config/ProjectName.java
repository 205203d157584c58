package dev.devsync.config;

import java.util.Locale;
import java.util.regex.Pattern;

/// Compose's rules for the names of projects.
public final class ProjectName {

    /// The variable that names the project, for Compose and for us.
    public static final String VARIABLE = "COMPOSE_PROJECT_NAME";

    /// What a name must be, for advice.
    public static final String RULE = "use lower-case letters, digits, - and _, starting with a letter or digit";

    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9_-]*");

    private ProjectName() {}

    public static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    /// The name that Compose makes of a folder's name; empty if nothing is left of it.
    public static String ofFolder(String folder) {
        return folder.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "").replaceFirst("^[_-]+", "");
    }
}
