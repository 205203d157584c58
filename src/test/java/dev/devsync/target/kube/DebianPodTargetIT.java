package dev.devsync.target.kube;

/// The contract in a pod of the image debian.
class DebianPodTargetIT extends KubeTargetContract {

    @Override
    String image() {
        return "debian";
    }
}
