package dev.devsync.config.compose;

import java.util.Arrays;
import java.util.Set;

/// A volume written as one line: `SOURCE:TARGET:MODE`, or a target alone.
///
/// @param source empty for a volume without a name
/// @param mode empty if nothing is said
record VolumeText(String source, String target, String mode) {

    private static final Set<Character> OF_A_PATH = Set.of('.', '/', '~');

    static VolumeText of(String line) {
        String[] parts = line.split(":", 3);
        return parts.length == 1
                ? new VolumeText("", parts[0], "")
                : new VolumeText(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
    }

    /// Whether the source is a path of this machine, and no volume's name.
    boolean isBind() {
        return !source.isEmpty() && OF_A_PATH.contains(source.charAt(0));
    }

    boolean isReadOnly() {
        return Arrays.asList(mode.split(",", -1)).contains("ro");
    }
}
