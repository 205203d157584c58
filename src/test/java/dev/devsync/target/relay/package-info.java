/// The relay's line, its door, and a folder behind it.
@NullMarked
package dev.devsync.target.relay;

import org.jspecify.annotations.NullMarked;
