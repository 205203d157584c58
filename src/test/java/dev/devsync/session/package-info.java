@NullMarked
package dev.devsync.session;

import org.jspecify.annotations.NullMarked;
