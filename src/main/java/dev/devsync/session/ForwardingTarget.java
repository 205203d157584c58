package dev.devsync.session;

import dev.devsync.target.Applied;
import dev.devsync.target.Capabilities;
import dev.devsync.target.Contents;
import dev.devsync.target.Progress;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.Tree;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Passes everything on to another target; who extends it says what else is done.
abstract class ForwardingTarget implements Target {

    private final Target target;

    ForwardingTarget(Target target) {
        this.target = target;
    }

    @Override
    public Capabilities capabilities() {
        return target.capabilities();
    }

    @Override
    public void check() throws TargetException {
        target.check();
    }

    @Override
    public Snapshot scan() throws TargetException {
        return target.scan();
    }

    @Override
    public Optional<Map<RelativePath, Entry>> list(Collection<RelativePath> folders) throws TargetException {
        return target.list(folders);
    }

    @Override
    public Map<RelativePath, Digest> digests(Collection<RelativePath> paths) throws TargetException {
        return target.digests(paths);
    }

    @Override
    public Applied apply(Delta delta, Contents contents, Progress progress) throws TargetException {
        return target.apply(delta, contents, progress);
    }

    @Override
    public void recordOwned(Tree owned) throws TargetException {
        target.recordOwned(owned);
    }

    @Override
    public void completed(long revision) throws TargetException {
        target.completed(revision);
    }

    @Override
    public List<String> awaitPassedOn(Duration limit) throws TargetException {
        return target.awaitPassedOn(limit);
    }

    @Override
    public void close() {
        target.close();
    }
}
