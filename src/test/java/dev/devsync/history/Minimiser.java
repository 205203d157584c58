package dev.devsync.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Makes a failing list smaller by delta debugging: leaves out ever smaller pieces for as long as it still fails.
final class Minimiser<T> {

    private final Predicate<List<T>> fails;
    private final BooleanSupplier isOver;

    /// @param fails tries a list; may be wrong now and then, which only makes the result larger
    /// @param isOver whether to stop and be content
    Minimiser(Predicate<List<T>> fails, BooleanSupplier isOver) {
        this.fails = fails;
        this.isOver = isOver;
    }

    /// @param failing a list that fails
    /// @return a part of it that fails; if time was enough, one that does not without any of its items
    List<T> minimise(List<T> failing) {
        List<T> smallest = failing;
        int piece = Math.max(1, failing.size() / 2);
        while (!isOver.getAsBoolean()) {
            List<T> smaller = leavingOut(smallest, piece);
            if (smaller.size() < smallest.size()) {
                smallest = smaller;
                piece = Math.max(1, Math.min(piece, smallest.size() / 2));
            } else if (piece > 1) {
                piece /= 2;
            } else {
                break;
            }
        }
        return smallest;
    }

    /// Goes through once, from the end: what comes last matters least to what was before.
    private List<T> leavingOut(List<T> failing, int piece) {
        List<T> smallest = failing;
        int end = smallest.size();
        while (end > 0 && !isOver.getAsBoolean()) {
            int start = Math.max(0, end - piece);
            List<T> without = new ArrayList<>(smallest.subList(0, start));
            without.addAll(smallest.subList(end, smallest.size()));
            if (!without.isEmpty() && fails.test(without)) {
                smallest = without;
            }
            end = start;
        }
        return smallest;
    }
}
