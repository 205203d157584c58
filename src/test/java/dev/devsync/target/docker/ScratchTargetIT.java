package dev.devsync.target.docker;

/// The contract in a container without a shell, with the toolbox.
class ScratchTargetIT extends ExecTargetContract {

    @Override
    String image() {
        return "scratch";
    }

    @Override
    String shell() {
        return "/.devsync-toolbox/bin/sh";
    }
}
