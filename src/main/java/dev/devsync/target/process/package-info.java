/// Processes in targets: parked shells that start them within a millisecond or two, and look after them.
@NullMarked
package dev.devsync.target.process;

import org.jspecify.annotations.NullMarked;
