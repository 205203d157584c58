/// devsync for tests and other programs: sync a folder to a container, wait until it is there, compare.
///
/// Begin with [Devsync]. What these classes promise stays; all other packages may change at any time.
@NullMarked
package dev.devsync.api;

import org.jspecify.annotations.NullMarked;
