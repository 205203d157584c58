package dev.devsync.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One pattern of a `.dockerignore` file, compiled: Go's `filepath.Match` plus `**`, with the meaning that moby's
/// patternmatcher gives it.
///
/// It runs as a set of states over the path, so no pattern takes more than (length of path × length of pattern)
/// steps, and the same run tells whether something below a folder could match.
///
/// Where moby's way through a regular expression gives a pattern a meaning that Docker documents nowhere (`\d` is
/// a digit there, `[*]` a broken class), the documented meaning is taken.
final class DockerGlob {

    // What a step may be besides a literal code point, which is its own number.
    private static final int ONE = -1; // ?: anything but a slash
    private static final int STAR = -2; // *: any number of those
    private static final int ANY = -3; // ** at the end: any number of anything
    private static final int SKIP = -4; // **/ further up: this, ANY and SLASH, or nothing at all
    private static final int SLASH = -5;
    private static final int FIRST_CLASS = -6; // [...]: this and below it stand for a class by its index

    private final int[] steps;
    private final List<CharacterClass> classes;
    private final boolean exact;
    private final String head;
    private final String tail;

    private DockerGlob(int[] steps, List<CharacterClass> classes) {
        this.steps = steps;
        this.classes = classes;
        int literal = 0;
        while (literal < steps.length && steps[literal] >= 0) {
            literal++;
        }
        this.exact = literal == steps.length;
        this.head = new String(steps, 0, literal);
        int end = steps.length;
        while (end > literal && steps[end - 1] >= 0) {
            end--;
        }
        this.tail = new String(steps, end, steps.length - end);
    }

    /// @param pattern cleaned, without the `!` of an exception
    /// @throws IllegalArgumentException with what is wrong with it
    static DockerGlob compile(String pattern) {
        return new Compiler(pattern.codePoints().toArray()).compile();
    }

    boolean matches(String path) {
        if (exact) {
            return path.equals(head);
        }
        if (!path.startsWith(head) || !path.endsWith(tail)) {
            return false;
        }
        boolean[] states = run(path);
        return states != null && states[steps.length];
    }

    /// Whether there could be a path below the folder that matches.
    boolean mayMatchBelow(String folder) {
        boolean[] states = run(folder + "/");
        if (states == null) {
            return false;
        }
        for (int i = 0; i < steps.length; i++) {
            if (states[i]) {
                return true;
            }
        }
        return false;
    }

    /// The states after the text was read, or null once there is none.
    private boolean @Nullable [] run(String text) {
        boolean[] states = new boolean[steps.length + 1];
        boolean[] next = new boolean[steps.length + 1];
        enter(states, 0);
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            boolean alive = false;
            for (int i = 0; i < steps.length; i++) {
                if (states[i]) {
                    alive |= step(i, c, next);
                }
            }
            if (!alive) {
                return null;
            }
            boolean[] read = states;
            states = next;
            next = read;
            Arrays.fill(next, false);
        }
        return states;
    }

    private boolean step(int i, int c, boolean[] next) {
        int step = steps[i];
        boolean takes = switch (step) {
            case ONE, STAR -> c != '/';
            case ANY -> true;
            case SKIP -> false;
            case SLASH -> c == '/';
            default -> step >= 0 ? step == c : classes.get(FIRST_CLASS - step).contains(c);
        };
        if (takes) {
            enter(next, step == STAR || step == ANY ? i : i + 1);
        }
        return takes;
    }

    private void enter(boolean[] states, int i) {
        if (states[i]) {
            return;
        }
        states[i] = true;
        if (i == steps.length) {
            return;
        }
        switch (steps[i]) {
            case STAR, ANY -> enter(states, i + 1);
            case SKIP -> {
                enter(states, i + 1);
                enter(states, i + 3);
            }
            default -> {}
        }
    }

    /// Unlike `*` and `?`, a class may match a slash, as in moby.
    private record CharacterClass(boolean negated, List<int[]> ranges) {
        boolean contains(int c) {
            for (int[] range : ranges) {
                if (range[0] <= c && c <= range[1]) {
                    return !negated;
                }
            }
            return negated;
        }
    }

    private static final class Compiler {
        private final int[] pattern;
        private final List<Integer> steps = new ArrayList<>();
        private final List<CharacterClass> classes = new ArrayList<>();
        private int at;

        Compiler(int[] pattern) {
            this.pattern = pattern;
        }

        DockerGlob compile() {
            while (at < pattern.length) {
                int c = pattern[at++];
                switch (c) {
                    case '*' -> star();
                    case '?' -> steps.add(ONE);
                    case '\\' -> steps.add(escaped());
                    case '[' -> {
                        steps.add(FIRST_CLASS - classes.size());
                        classes.add(characterClass());
                    }
                    default -> steps.add(c);
                }
            }
            return new DockerGlob(steps.stream().mapToInt(Integer::intValue).toArray(), List.copyOf(classes));
        }

        private void star() {
            boolean first = at == 1;
            if (!next('*')) {
                steps.add(STAR);
                return;
            }
            at++;
            boolean slash = next('/');
            if (slash) {
                at++;
            }
            if (at == pattern.length || (first && !slash && isLiteral())) {
                // `**name` with nothing special in it ends with the name; else ** stands for whole folders.
                steps.add(ANY);
            } else {
                steps.addAll(List.of(SKIP, ANY, SLASH));
            }
        }

        private boolean next(int c) {
            return at < pattern.length && pattern[at] == c;
        }

        private boolean isLiteral() {
            for (int i = at; i < pattern.length; i++) {
                if ("*?[]\\".indexOf(pattern[i]) >= 0) {
                    return false;
                }
            }
            return true;
        }

        private int escaped() {
            if (at == pattern.length) {
                throw new IllegalArgumentException("nothing follows the `\\` at its end");
            }
            return pattern[at++];
        }

        private CharacterClass characterClass() {
            boolean negated = next('^');
            if (negated) {
                at++;
            }
            List<int[]> ranges = new ArrayList<>();
            while (ranges.isEmpty() || !next(']')) {
                int low = classMember();
                int high = low;
                if (next('-')) {
                    at++;
                    high = classMember();
                }
                if (high < low) {
                    throw new IllegalArgumentException("a range in `[…]` runs backwards");
                }
                ranges.add(new int[] {low, high});
            }
            at++;
            return new CharacterClass(negated, ranges);
        }

        private int classMember() {
            if (at == pattern.length) {
                throw new IllegalArgumentException("`[` is never closed with `]`");
            }
            int c = pattern[at++];
            return switch (c) {
                case '\\' -> escaped();
                case ']' -> throw new IllegalArgumentException("a `]` in `[…]` must be written as `\\]`");
                case '-' -> throw new IllegalArgumentException("a `-` in `[…]` must be written as `\\-`");
                default -> c;
            };
        }
    }
}
