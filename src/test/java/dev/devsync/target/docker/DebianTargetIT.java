package dev.devsync.target.docker;

/// The contract in a container of the image debian.
class DebianTargetIT extends ExecTargetContract {

    @Override
    String image() {
        return "debian";
    }
}
