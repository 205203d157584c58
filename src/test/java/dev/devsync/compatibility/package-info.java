/// What works with which image, user, place and engine: tries each combination and keeps the page that says so.
@NullMarked
package dev.devsync.compatibility;

import org.jspecify.annotations.NullMarked;
