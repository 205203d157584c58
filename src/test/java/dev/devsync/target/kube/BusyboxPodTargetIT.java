package dev.devsync.target.kube;

/// The contract in a pod of the image busybox.
class BusyboxPodTargetIT extends KubeTargetContract {

    @Override
    String image() {
        return "busybox";
    }
}
