/// Docker Engine: discovery, exec streams, archive upload, container events.
@NullMarked
package dev.devsync.target.docker;

import org.jspecify.annotations.NullMarked;
