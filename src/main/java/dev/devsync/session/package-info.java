/// Wiring and the reconcile loop.
@NullMarked
package dev.devsync.session;

import org.jspecify.annotations.NullMarked;
