@NullMarked
package dev.devsync.cli;

import org.jspecify.annotations.NullMarked;
