package dev.devsync.config.imports;

/// What became of a key of another tool's file.
///
/// @param key with its sections, as in `build.cmd`
/// @param fate what became of it
/// @param says the key of devsync.yaml that has it now, or why there is none
public record ImportedKey(String key, Fate fate, String says) {

    /// What becomes of a key.
    public enum Fate {
        /// devsync.yaml has it.
        MAPPED,
        /// devsync needs nothing of the kind.
        MEANINGLESS,
        /// devsync has nothing of the kind.
        MISSING,
        /// The tool itself has no such key.
        UNKNOWN
    }
}
