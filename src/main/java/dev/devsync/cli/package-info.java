/// The commands, and the one place that maps errors to messages and exit codes.
@NullMarked
package dev.devsync.cli;

import org.jspecify.annotations.NullMarked;
