/// The vocabulary of devsync: paths, entries, trees, deltas, and pure functions over them. No I/O.
@NullMarked
package dev.devsync.tree;

import org.jspecify.annotations.NullMarked;
