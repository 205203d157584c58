package dev.devsync.target.docker;

/// The contract in a container of the image busybox.
class BusyboxTargetIT extends ExecTargetContract {

    @Override
    String image() {
        return "busybox";
    }
}
