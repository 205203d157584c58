package dev.devsync.session;

import dev.devsync.config.Location;
import dev.devsync.config.Service;
import dev.devsync.target.kube.Cluster;
import dev.devsync.target.kube.KubeException;
import dev.devsync.target.kube.Kubectl;
import dev.devsync.target.kube.PodContainer;
import dev.devsync.target.kube.PodInfo;
import dev.devsync.target.kube.PodListener;
import dev.devsync.target.kube.PodWatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The pods that one selector finds in one namespace of a cluster.
final class ClusterOrigin implements TargetOrigin {

    private final Cluster cluster;
    private final Location.Pod pods;

    ClusterOrigin(Kubectl kubectl, Location.Pod pods) {
        this.cluster = new Cluster(kubectl, pods.context(), pods.namespace());
        this.pods = pods;
    }

    @Override
    public void open() throws KubeException {
        pods();
    }

    /// All of them, running or not, oldest first.
    List<PodInfo> pods() throws KubeException {
        return cluster.pods(pods.selector());
    }

    /// What brings devsync there, with its version.
    String program() throws KubeException {
        return "kubectl " + cluster.kubectl().version();
    }

    /// A connection, if the pod takes any now.
    Optional<PodConnector> connector(PodInfo pod) {
        return pod.takes(pods.container())
                ? pod.container(pods.container()).map(container -> new PodConnector(cluster, pod, container))
                : Optional.empty();
    }

    /// How a pod is, for people.
    String describe(PodInfo pod) {
        return pod.describe(pods.container());
    }

    @Override
    public Found find(Service service, Targets.Reach reach) throws KubeException {
        List<PodInfo> found = pods();
        Map<String, Connector> running = new LinkedHashMap<>();
        for (PodInfo pod : found) {
            PodContainer container = pod.container(pods.container()).orElse(null);
            PodConnector connector = connector(pod).orElse(null);
            if (container != null && connector != null) {
                running.put(pod.uid() + "/" + container.id() + "@" + container.restarts(), connector);
            }
        }
        return new Found(running, running.isEmpty() ? Absence.of(absence(found)) : Absence.NONE);
    }

    /// Why no pod takes files.
    String absence(List<PodInfo> all) {
        List<PodInfo> staying = all.stream().filter(pod -> !pod.leaving()).toList();
        return staying.isEmpty()
                ? "there is no pod " + pods.selector() + " in " + cluster
                : describe(staying.getLast());
    }

    @Override
    public Optional<Hints> follow(Listener listener) {
        PodWatch watch = cluster.watch(pods.selector(), new PodListener() {
            @Override
            public void onHint() {
                listener.onHint();
            }

            @Override
            public void onLost(KubeException why) {
                if (why instanceof KubeException.Forbidden) {
                    listener.onDeaf(
                            ContainerFollower.message(why),
                            "Pods are looked for every few seconds instead. " + why.advice());
                }
                listener.onHint(); // the next look tells whether anybody answers at all
            }
        });
        return Optional.of(watch::close);
    }

    @Override
    public String kind() {
        return "cluster";
    }

    @Override
    public String place() {
        return cluster.toString();
    }

    @Override
    public String description() {
        return "pods " + pods.selector() + " in " + cluster;
    }

    @Override
    public void close() {}
}
