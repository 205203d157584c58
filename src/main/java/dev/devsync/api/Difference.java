package dev.devsync.api;

/// One path that is not the same on both sides.
///
/// @param path relative to both folders, with `/`; characters that cannot be printed are escaped
/// @param what how, in a few words: `missing in the target`
public record Difference(String path, String what) {

    @Override
    public String toString() {
        return path + ": " + what;
    }
}
