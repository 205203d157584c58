@NullMarked
package dev.devsync.api;

import org.jspecify.annotations.NullMarked;
