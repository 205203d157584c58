/// A folder on this machine as a target.
@NullMarked
package dev.devsync.target.local;

import org.jspecify.annotations.NullMarked;
