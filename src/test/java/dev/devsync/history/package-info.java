/// Generated histories of a source, carried out on the real stack and checked without devsync's own eyes.
@NullMarked
package dev.devsync.history;

import org.jspecify.annotations.NullMarked;
