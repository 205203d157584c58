/// What devsync syncs to. A [dev.devsync.target.Target] is one open connection to one root folder in one container.
@NullMarked
package dev.devsync.target;

import org.jspecify.annotations.NullMarked;
