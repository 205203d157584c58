package dev.devsync.history;

import java.util.List;

/// Steps in order, and the seed they came from.
record History(long seed, List<Step> steps) {

    History {
        steps = List.copyOf(steps);
    }

    History with(List<Step> others) {
        return new History(seed, others);
    }

    /// One step a line, with what no terminal should see as numbers.
    String text() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append("  ");
            step.toString()
                    .chars()
                    .forEach(c -> text.append(c < ' ' || c > '~' ? "\\x%02x".formatted(c) : Character.toString(c)));
            text.append('\n');
        }
        return text.toString();
    }
}
