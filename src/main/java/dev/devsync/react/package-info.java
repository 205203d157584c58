/// What follows a change in a target: the planner decides, the reactor builds, stops, starts and waits.
@NullMarked
package dev.devsync.react;

import org.jspecify.annotations.NullMarked;
