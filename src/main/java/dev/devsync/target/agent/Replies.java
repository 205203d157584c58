package dev.devsync.target.agent;

import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The agent's replies to one frame.
final class Replies {

    private final AgentReader in;
    private final String id;
    private final TargetOptions options;
    private final List<String[]> complaints = new ArrayList<>();
    private boolean refusedRenames;

    Replies(AgentReader in, String id, TargetOptions options) {
        this.in = in;
        this.id = id;
        this.options = options;
    }

    /// Reads until the frame is acknowledged.
    ///
    /// @throws TargetException if the agent could not carry it out
    void await() throws IOException, TargetException {
        while (true) {
            String line = in.line();
            String[] part = line.split(" ", 5);
            switch (part[0]) {
                case "A" -> {
                    expect(part, line);
                    return;
                }
                case "N" -> {
                    expect(part, line);
                    if (part.length == 3 && part[2].equals("renames")) {
                        refusedRenames = true;
                        return;
                    }
                    throw refusal(line.substring(Math.min(line.length(), 3 + id.length())));
                }
                case "P" -> {
                    expect(part, line);
                    complaints.add(part);
                }
                case "I" -> {} // written in place: a single file that is mounted there
                case "X" -> throw Hello.fatal(line, options);
                default -> throw new IOException("the agent says " + Text.printable(line));
            }
        }
    }

    /// Whether nothing was done because what should only be renamed is not there as it was.
    boolean refusedRenames() {
        return refusedRenames;
    }

    private void expect(String[] part, String line) throws IOException {
        if (part.length < 2 || !part[1].equals(id)) {
            throw new IOException("the agent answers another question: " + Text.printable(line));
        }
    }

    private TargetException refusal(String reason) {
        if (isFull(reason)) {
            return new TargetException.NoSpace("no space left in the container for " + options.root());
        }
        if (reason.startsWith("stale")) {
            return new TargetException.Stale("somebody else changed "
                    + Text.printable(reason.substring(5).strip()));
        }
        return Hello.unwritable(reason, options);
    }

    static boolean isFull(String reason) {
        return reason.contains("No space left") || reason.contains("Disk quota") || reason.contains("quota exceeded");
    }

    /// The paths that the agent complained of.
    List<PathProblem> problems(Batch batch) throws TargetException {
        List<PathProblem> problems = new ArrayList<>();
        for (String[] part : complaints) {
            RelativePath path = batch.path(Integer.parseInt(part[2]), Integer.parseInt(part[3]));
            String reason = part.length > 4 ? part[4] : "refused";
            if (isFull(reason)) {
                throw refusal(reason);
            }
            problems.add(
                    reason.startsWith("conflict")
                            ? new PathProblem(
                                    path,
                                    PathProblem.Kind.CONFLICT,
                                    "a folder of the container's own is in the way, and not empty")
                            : new PathProblem(path, PathProblem.Kind.REFUSED, reason));
        }
        return problems;
    }
}
