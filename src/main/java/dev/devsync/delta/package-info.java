/// A [dev.devsync.tree.Delta] as deterministic tar bytes, safe against files that change while they are read.
@NullMarked
package dev.devsync.delta;

import org.jspecify.annotations.NullMarked;
