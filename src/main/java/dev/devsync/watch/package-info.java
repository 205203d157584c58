/// OS events become dirty paths, scans, and at last a [dev.devsync.watch.Source] with its current tree.
@NullMarked
package dev.devsync.watch;

import org.jspecify.annotations.NullMarked;
