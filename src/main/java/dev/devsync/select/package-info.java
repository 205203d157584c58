/// Which paths of a source take part in a sync.
@NullMarked
package dev.devsync.select;

import org.jspecify.annotations.NullMarked;
