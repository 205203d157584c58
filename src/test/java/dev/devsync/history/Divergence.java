package dev.devsync.history;

import java.util.List;

/// What a check found wrong.
///
/// @param step the number of the check among the steps, from 0
/// @param differences at least one
/// @param told what devsync said of it: its status, and its last words
record Divergence(int step, List<String> differences, String told) {

    private static final int SHOWN = 20;

    String text() {
        return "at step " + step + ", " + differences.size() + " differences:\n  "
                + String.join("\n  ", differences.subList(0, Math.min(SHOWN, differences.size())))
                + "\ndevsync said:\n" + told;
    }
}
