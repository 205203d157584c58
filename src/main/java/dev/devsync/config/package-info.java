/// devsync.yaml as one validated model; errors carry file and line.
@NullMarked
package dev.devsync.config;

import org.jspecify.annotations.NullMarked;
