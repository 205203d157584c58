/// The relay: a target that passes on what it gets, and what serves it.
@NullMarked
package dev.devsync.target.relay;

import org.jspecify.annotations.NullMarked;
