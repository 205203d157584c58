package dev.devsync.tree;

import org.jspecify.annotations.Nullable;

/// What is at a path. Owners, access times and the times of folders and links take no part.
public sealed interface Entry {

    /// A regular file.
    ///
    /// @param size in bytes
    /// @param mtimeNanos time of the last change, nanoseconds since 1970-01-01T00:00Z
    /// @param mode permission bits, 0 to 07777
    /// @param digest the content's digest where size and time cannot be trusted to tell two contents apart:
    ///     the file was read so soon after its last change that another change could leave the same time, or its
    ///     time was set by somebody; see [#digestTaken]
    record File(
            long size, long mtimeNanos, int mode, @Nullable Digest digest) implements Entry {

        public File(long size, long mtimeNanos, int mode) {
            this(size, mtimeNanos, mode, null);
        }

        /// Whether size and time are the same, so that the content is taken to be.
        public boolean sameStat(File other) {
            return size == other.size && mtimeNanos == other.mtimeNanos;
        }

        /// Whether the content is the same as far as size, time and, where both are known, digests tell.
        public boolean sameContent(File other) {
            return sameStat(other) && (digest == null || other.digest == null || digest.equals(other.digest));
        }

        /// This file with word that size and time prove nothing, and that its content was not read either.
        public File withoutProof() {
            return withDigest(Digest.NOT_TAKEN);
        }

        /// @return null if the content was not read
        public @Nullable Digest digestTaken() {
            return Digest.NOT_TAKEN.equals(digest) ? null : digest;
        }

        /// Whether something happened to this file since the other, with the same size and time, was looked
        /// at without a need for a digest: it can have any content.
        public boolean isSuspectAfter(File other) {
            return sameStat(other) && digest != null && other.digest == null;
        }

        public File withDigest(@Nullable Digest newDigest) {
            return new File(size, mtimeNanos, mode, newDigest);
        }
    }

    /// A folder.
    ///
    /// @param mode permission bits, 0 to 07777
    record Directory(int mode) implements Entry {}

    /// A symbolic link.
    ///
    /// @param target where it points, raw: one byte per character as in [RelativePath]; never resolved
    record Symlink(String target) implements Entry {}

    default boolean isDirectory() {
        return this instanceof Directory;
    }

    /// Whether both are files, both folders or both links.
    default boolean sameTypeAs(Entry other) {
        return getClass() == other.getClass();
    }
}
