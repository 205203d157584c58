/// Programs that measure; `make bench` runs them. No test.
@NullMarked
package dev.devsync.bench;

import org.jspecify.annotations.NullMarked;
