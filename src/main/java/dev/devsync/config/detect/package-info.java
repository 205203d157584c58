/// What kind of project a folder is, and what follows from that for building and running it.
@NullMarked
package dev.devsync.config.detect;

import org.jspecify.annotations.NullMarked;
