/// Compose files: the model that Compose would make of them, as far as devsync needs it, and the configuration that
/// follows from `develop.watch` and `x-devsync`.
@NullMarked
package dev.devsync.config.compose;

import org.jspecify.annotations.NullMarked;
