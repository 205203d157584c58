package dev.devsync.target.kube;

/// Told that pods may have changed. Called by one thread; must return soon and not throw.
public interface PodListener {

    /// Something happened to a pod, or the watch has just begun: list now.
    void onHint();

    /// The watch is gone, or could not be opened. It is being opened again; told once until then.
    void onLost(KubeException why);
}
