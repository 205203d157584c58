package dev.devsync.session;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.kube.Kubectl;
import dev.devsync.target.kube.TestCluster;

/// A machine with kubectl and without an engine.
public record PodsOnly(Kubectl kubectl) implements Session.EngineOpener {

    public PodsOnly(TestCluster cluster) {
        this(cluster.kubectl());
    }

    @Override
    public Engine open() throws EngineException {
        throw new EngineException.Unreachable("an engine was asked for, and there are only pods", "", null);
    }
}
