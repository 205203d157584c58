package dev.devsync.session;

import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;

/// Opens connections to one container, or to this machine.
interface Connector {

    /// What it is called: the container's name, or `local`.
    String name();

    Target connect(TargetOptions options) throws TargetException;
}
