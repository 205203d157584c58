package dev.devsync.target.kube;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One namespace of a cluster, as kubectl reaches it.
///
/// @param context which of the kubeconfig's contexts; null for the current one
/// @param namespace null for the context's
public record Cluster(
        Kubectl kubectl, @Nullable String context, @Nullable String namespace) {

    /// Finds pods, oldest first, whatever state they are in.
    ///
    /// @param selector as `kubectl get -l` takes it
    public List<PodInfo> pods(String selector) throws KubeException {
        return PodList.read(kubectl.ask(toString(), get(selector, "--output=json")));
    }

    /// Follows what happens to pods until the result is closed.
    ///
    /// @param listener told by a thread of its own, the first time possibly before this returns
    public PodWatch watch(String selector, PodListener listener) {
        PodWatch watch = new PodWatch(this, get(selector, "--output=name", "--watch", PodWatch.LASTS), listener);
        watch.start();
        return watch;
    }

    /// Starts processes in a pod.
    public PodExec exec(PodInfo pod, PodContainer container) {
        return new PodExec(this, pod.name(), container.name(), container.image());
    }

    private List<String> get(String selector, String... more) {
        List<String> arguments = arguments("get", "pods");
        arguments.add("--selector=" + selector);
        arguments.addAll(List.of(more));
        return arguments;
    }

    /// A command of kubectl's, sent to this namespace of this cluster.
    List<String> arguments(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        if (context != null) {
            arguments.add("--context=" + context);
        }
        if (namespace != null) {
            arguments.add("--namespace=" + namespace);
        }
        return arguments;
    }

    @Override
    public String toString() {
        return (namespace == null ? "" : "namespace " + namespace + " of ")
                + (context == null ? "the current kubectl context" : "context " + context);
    }
}
