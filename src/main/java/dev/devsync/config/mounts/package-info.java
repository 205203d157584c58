/// A compose file's source mounts → an override file in which they are synced folders.
@NullMarked
package dev.devsync.config.mounts;

import org.jspecify.annotations.NullMarked;
