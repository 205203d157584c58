package dev.devsync.config.mounts;

import java.util.ArrayList;
import java.util.List;

/// What was taken out of a text and what was put in, by lines.
final class LineDiff {

    private LineDiff() {}

    /// @return lines with `- ` or `+ ` in front, in the text's order; empty if nothing differs
    static List<String> of(List<String> before, List<String> after) {
        int[][] common = longestCommon(before, after);
        List<String> edits = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                i++;
                j++;
            } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                edits.add("- " + before.get(i++));
            } else {
                edits.add("+ " + after.get(j++));
            }
        }
        return edits;
    }

    /// How many lines are common to what is left from each place on.
    private static int[][] longestCommon(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
