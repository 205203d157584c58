/// The sh agent and its protocol over any byte stream.
@NullMarked
package dev.devsync.target.agent;

import org.jspecify.annotations.NullMarked;
