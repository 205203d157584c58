package dev.devsync.history;

import dev.devsync.report.Status;
import dev.devsync.session.PodsOnly;
import dev.devsync.target.kube.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A stage whose target is a folder of a pod, in a cluster where things go wrong.
final class PodStage implements Stage {

    /// All that [#inject] can do.
    static final Set<FaultKind> FAULTS =
            EnumSet.of(FaultKind.CUT_STREAMS, FaultKind.RECREATE_CONTAINER, FaultKind.RESTART_ENGINE);

    private final TestCluster cluster;
    private final ContainerSite site;
    private final String container;
    private final QuietStage stage;
    private int pods;
    private boolean away;

    /// @param folder does not exist yet
    /// @param container the id of the container that the pods' processes run in
    PodStage(Path folder, TestCluster cluster, ContainerSite site, String container) throws Exception {
        this.cluster = cluster;
        this.site = site;
        this.container = container;
        cluster.add(pod(), "api", container);
        this.stage = new QuietStage(folder, new PodSite(site, "app=api"), new PodsOnly(cluster));
    }

    private String pod() {
        return "api-" + site.root().replaceAll("\\D", "") + "-" + pods;
    }

    @Override
    public HostPlace source() {
        return stage.source();
    }

    @Override
    public Site site() {
        return stage.site();
    }

    @Override
    public Optional<Status> status() {
        return stage.status();
    }

    @Override
    public String told() {
        return stage.told();
    }

    @Override
    public boolean inject(Fault fault) throws IOException, InterruptedException {
        if (away) {
            return false;
        }
        switch (fault.what()) {
            case CUT_STREAMS -> cluster.cut();
            case RECREATE_CONTAINER -> replacePod();
            case RESTART_ENGINE -> {
                cluster.goAway();
                away = true;
            }
            default -> throw new IllegalStateException("not among the faults of pods: " + fault);
        }
        return true;
    }

    /// As a rollout does: the new pod has nothing of what the old one had.
    private void replacePod() throws IOException, InterruptedException {
        cluster.remove(pod());
        cluster.cut();
        site.run("rm -rf \"${1%/*}\"", site.root());
        pods++;
        cluster.add(pod(), "api", container);
    }

    @Override
    public boolean isHarmed() {
        return away;
    }

    @Override
    public void heal() throws IOException {
        if (away) {
            cluster.comeBack();
            away = false;
        }
    }

    @Override
    public void close() {
        stage.close();
        cluster.remove(pod());
    }
}
