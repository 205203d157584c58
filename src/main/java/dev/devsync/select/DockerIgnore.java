package dev.devsync.select;

import dev.devsync.select.Selector.Kind;
import dev.devsync.select.Selector.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a `.dockerignore` file ignores, as `docker build` would: the patterns are gone through in their
/// order, and the last that matches decides. A pattern that matched a folder matches all below it, too.
///
/// A pattern is tried only where it would change the answer so far: one that ignores on what is not ignored yet, an
/// exception (`!`) on what is. Where it was not tried on a folder it does not hold for what is below, which can be
/// seen:
/// by `[a-b]/**/ab` and `!/a` the file `a/ab` is ignored, because nothing ignored `a` when the exception's turn came.
/// (moby's patternmatcher, `MatchesUsingParentResults`, which both builders ask on their walk through the context.)
///
/// Unlike in git, something in an ignored folder can be reinstated by an exception, so a folder is pruned only if no
/// exception that comes after the pattern that ignores it could match something in it. BuildKit does the same. The
/// classic builder prunes a folder unless an exception is written with the folder's path in front, so that `!**/*.go`
/// reinstates nothing there in ignored folders; that is taken for a flaw.
final class DockerIgnore {

    /// The file's name, at the root of a source.
    static final String FILE = ".dockerignore";

    /// Ignores nothing.
    static final DockerIgnore NONE = new DockerIgnore(List.of());

    private record Rule(boolean exception, DockerGlob glob) {}

    /// Which rules were found to match a folder or one above it.
    private record Folder(
            String path, BitSet matched, @Nullable Folder parent) {}

    private final List<Rule> rules;
    private final Folder root;

    /// The folder asked about last. Walks ask for siblings one after the other; any older value is right too.
    private volatile Folder last;

    private DockerIgnore(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        this.root = new Folder("", new BitSet(), null);
        this.last = root;
    }

    /// @param source the file's path, for errors
    /// @throws BadPatternException for the first pattern that Docker would refuse
    static DockerIgnore parse(String source, String text) throws BadPatternException {
        List<Rule> rules = new ArrayList<>();
        int number = 0;
        for (String line : RuleLines.of(text)) {
            number++;
            String pattern = line.startsWith("#") ? "" : strip(line);
            if (pattern.isEmpty()) {
                continue;
            }
            try {
                rules.add(rule(pattern));
            } catch (IllegalArgumentException e) {
                throw new BadPatternException(source, number, pattern, String.valueOf(e.getMessage()));
            }
        }
        return new DockerIgnore(rules);
    }

    private static Rule rule(String written) {
        // Docker strips the slash first and looks for the `!` then, so `/!a` is an exception, too.
        boolean inverted = written.startsWith("!");
        String path = inverted ? strip(written.substring(1)) : written;
        String cleaned = path.isEmpty() ? path : clean(path);
        if (cleaned.length() > 1 && cleaned.startsWith("/")) {
            cleaned = cleaned.substring(1);
        }
        String pattern = inverted ? "!" + cleaned : cleaned;
        boolean exception = pattern.startsWith("!");
        if (pattern.equals("!") || pattern.equals("!/")) {
            throw new IllegalArgumentException("nothing follows the `!`");
        }
        return new Rule(exception, DockerGlob.compile(exception ? pattern.substring(1) : pattern));
    }

    Verdict decide(String path, Kind kind) {
        if (rules.isEmpty()) {
            return Verdict.SELECTED;
        }
        int decisive = matching(path, folder(parent(path)).matched).length() - 1;
        if (decisive < 0 || rules.get(decisive).exception) {
            return Verdict.SELECTED;
        }
        return kind == Kind.DIRECTORY && mayReinstateBelow(path, decisive + 1) ? Verdict.PASSAGE : Verdict.IGNORED;
    }

    /// @param above the rules that match the folder above
    private BitSet matching(String path, BitSet above) {
        BitSet matching = new BitSet();
        boolean ignored = false;
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            boolean wouldChangeIt = rule.exception == ignored;
            if (above.get(i) || (wouldChangeIt && rule.glob.matches(path))) {
                matching.set(i);
                ignored = !rule.exception;
            }
        }
        return matching;
    }

    /// Whether something below a folder could match a pattern that is no exception.
    boolean mayMatchBelow(String folder) {
        for (Rule rule : rules) {
            if (!rule.exception && rule.glob.mayMatchBelow(folder)) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    private boolean mayReinstateBelow(String folder, int from) {
        for (int i = from; i < rules.size(); i++) {
            if (rules.get(i).exception && rules.get(i).glob.mayMatchBelow(folder)) {
                return true;
            }
        }
        return false;
    }

    private Folder folder(String path) {
        for (Folder known = last; known != null; known = known.parent) {
            if (known.path.equals(path)) {
                last = known;
                return known;
            }
        }
        Folder parent = folder(parent(path));
        Folder folder = new Folder(path, matching(path, parent.matched), parent);
        last = folder;
        return folder;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /// Go's `filepath.Clean`: `.` and empty segments go, `..` takes the one before it along.
    private static String clean(String path) {
        boolean rooted = path.startsWith("/");
        Deque<String> kept = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> {
                    if (!kept.isEmpty() && !kept.getLast().equals("..")) {
                        kept.removeLast();
                    } else if (!rooted) {
                        kept.addLast(segment);
                    }
                }
                default -> kept.addLast(segment);
            }
        }
        String joined = String.join("/", kept);
        return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
    }

    /// Go's `strings.TrimSpace`: Java's own takes other characters.
    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r') || c == '\u0085' || Character.isSpaceChar(c);
    }
}
