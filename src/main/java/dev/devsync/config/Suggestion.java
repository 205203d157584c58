package dev.devsync.config;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Guesses which word was meant by one that is not known.
public final class Suggestion {

    private Suggestion() {}

    /// What to try instead of an unknown key.
    static String forKey(String written, Section section) {
        List<String> known = Key.words(section);
        Optional<String> nearest = nearest(written, known);
        if (nearest.isPresent()) {
            return "did you mean `" + nearest.get() + "`?";
        }
        return Arrays.stream(Key.values())
                .filter(key -> key.word().equals(written))
                .map(key -> key + " belongs "
                        + key.sections().stream().map(Section::place).collect(joining(" or ")))
                .findFirst()
                .orElseGet(() -> "known " + section.place() + ": " + list(known));
    }

    /// What to try instead of an unknown word where only some words are taken.
    public static String forWord(String written, List<String> known) {
        return nearest(written, known)
                .map(word -> "did you mean `" + word + "`?")
                .orElseGet(() -> "known: " + list(known));
    }

    private static String list(List<String> words) {
        return words.stream().map(word -> "`" + word + "`").collect(joining(", "));
    }

    private static Optional<String> nearest(String written, List<String> known) {
        String lower = written.toLowerCase(Locale.ROOT);
        int tolerated = Math.max(1, written.length() / 3);
        return known.stream()
                .filter(word -> distance(lower, word) <= tolerated)
                .min(Comparator.comparingInt(word -> distance(lower, word)));
    }

    /// How many letters must be added, dropped, replaced or swapped with their neighbour.
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
