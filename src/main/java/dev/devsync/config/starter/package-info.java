/// The first devsync.yaml of a project, made of what was detected and imported.
@NullMarked
package dev.devsync.config.starter;

import org.jspecify.annotations.NullMarked;
