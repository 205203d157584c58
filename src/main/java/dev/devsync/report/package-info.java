/// Events, and who shows them.
@NullMarked
package dev.devsync.report;

import org.jspecify.annotations.NullMarked;
