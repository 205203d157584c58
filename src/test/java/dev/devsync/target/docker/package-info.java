@NullMarked
package dev.devsync.target.docker;

import org.jspecify.annotations.NullMarked;
