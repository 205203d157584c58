package dev.devsync.target;

import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import java.util.List;

/// What came of a delta.
///
/// @param problems the paths whose change did not happen, and why
/// @param bytesSent what went over the connection, in bytes
public record Applied(List<PathProblem> problems, long bytesSent) {

    public Applied {
        problems = List.copyOf(problems);
    }

    /// The paths whose change did not happen.
    public List<RelativePath> failed() {
        return problems.stream().map(PathProblem::path).toList();
    }
}
