/// What connections over the network have in common: certificates, and why one could not be made.
@NullMarked
package dev.devsync.target.net;

import org.jspecify.annotations.NullMarked;
