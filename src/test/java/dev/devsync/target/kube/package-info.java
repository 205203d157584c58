/// The real kubectl against an API server of the tests, whose pods are containers of a real engine.
@NullMarked
package dev.devsync.target.kube;

import org.jspecify.annotations.NullMarked;
