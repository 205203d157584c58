/// The configuration files of the tools that devsync takes the place of, read as devsync's own.
@NullMarked
package dev.devsync.config.imports;

import org.jspecify.annotations.NullMarked;
