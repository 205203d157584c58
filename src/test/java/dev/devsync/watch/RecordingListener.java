package dev.devsync.watch;

import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Writes down what a source tells, one line each.
final class RecordingListener implements Source.Listener {

    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void onProblem(PathProblem problem) {
        lines.add("problem " + problem.kind() + " " + problem.path());
    }

    @Override
    public void onProblemGone(RelativePath path) {
        lines.add("problem gone " + path);
    }

    @Override
    public void onRescan(String reason) {
        lines.add("rescan " + reason);
    }

    @Override
    public void onRuleTrouble(String message) {
        lines.add("rules " + message);
    }

    @Override
    public void onWatchTrouble(String message, String advice) {
        lines.add("watch trouble " + message + " | " + advice);
    }

    @Override
    public void onWatchRestored() {
        lines.add("watch restored");
    }
}
