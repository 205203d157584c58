package dev.devsync.select;

import dev.devsync.select.Selector.Kind;
import dev.devsync.select.Selector.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The ignore file of a build's context, for a source that lies somewhere near the context: in it, around it,
/// or apart.
final class ContextIgnore {

    private final DockerIgnore rules;

    /// What comes before a path of the source to make it one of the context.
    private final String before;

    /// Where in the source the context is; empty if the source is in the context.
    private final String within;

    private final boolean apart;

    private ContextIgnore(DockerIgnore rules, Path context, Path source) {
        this.rules = rules;
        this.before = source.startsWith(context) ? prefix(context.relativize(source)) : "";
        this.within = context.startsWith(source) ? prefix(source.relativize(context)) : "";
        this.apart = !source.startsWith(context) && !context.startsWith(source);
    }

    private static String prefix(Path relative) {
        String text = relative.toString();
        return text.isEmpty() ? "" : text + "/";
    }

    /// @param files where the rules may be; the first that is there counts
    /// @throws BadPatternException for the first pattern that Docker would refuse
    static ContextIgnore load(List<Path> files, Path context, Path source) throws IOException, BadPatternException {
        for (Path file : files) {
            if (Files.exists(file)) {
                return new ContextIgnore(DockerIgnore.parse(file.toString(), RuleLines.read(file)), context, source);
            }
        }
        return new ContextIgnore(DockerIgnore.NONE, context, source);
    }

    Verdict decide(String path, Kind kind) {
        if (apart || !path.startsWith(within)) {
            return Verdict.SELECTED;
        }
        return rules.decide(before + path.substring(within.length()), kind);
    }
}
