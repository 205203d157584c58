package dev.devsync.target.agent;

import dev.devsync.target.TargetException;
import dev.devsync.tree.Digest;
import dev.devsync.tree.RelativePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Asks for the digests of files, some at a time.
final class DigestQuestions {

    /// How long the agent may take: 200 files may be large ones.
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /// Files that are asked for at once: the answer must fit into a pipe (64 KiB), because nobody reads it before the
    /// question is out.
    private static final int MOST_FILES = 200;

    private static final int MOST_BYTES = 24 * 1024;

    private final Conversation agent;
    private final Map<RelativePath, Digest> digests = new HashMap<>();

    DigestQuestions(Conversation agent) {
        this.agent = agent;
    }

    /// @return those that could be had
    Map<RelativePath, Digest> of(Collection<RelativePath> paths) throws TargetException {
        List<RelativePath> some = new ArrayList<>();
        int bytes = 0;
        for (RelativePath path : paths) {
            if (path.raw().indexOf('\n') >= 0) {
                ask(List.of(path)); // busybox prints it as it is: among others it could be taken for two
                continue;
            }
            if (some.size() == MOST_FILES || bytes > MOST_BYTES) {
                ask(some);
                some.clear();
                bytes = 0;
            }
            some.add(path);
            bytes += path.raw().length() + 3;
        }
        if (!some.isEmpty()) {
            ask(some);
        }
        return digests;
    }

    private void ask(List<RelativePath> paths) throws TargetException {
        agent.exchange(PATIENCE, () -> {
            StringBuilder names = new StringBuilder();
            paths.forEach(path -> names.append("./").append(path.raw()).append('\0'));
            agent.send("H " + names.length() + "\n" + names);
            Sums.read(agent.in(), paths, digests);
            return true;
        });
    }
}
