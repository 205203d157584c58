package dev.devsync.report;

import dev.devsync.tree.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/// What an app wrote last, for people who want to know why it ended.
final class LastOutput {

    /// Colours and the like, which programs write.
    static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    /// A line of a stack trace, in most languages that have them.
    private static final Pattern FRAME = Pattern.compile("\\s+at .*");

    private static final int SHOWN = 10;

    /// The first frames say where; those below are mostly of the runtime.
    private static final int FRAMES = 3;

    private static final int REMEMBERED = 20;

    private final Deque<String> onScreen = new ArrayDeque<>();

    /// A line of some app's was just shown.
    void shown(String line) {
        if (onScreen.size() == REMEMBERED) {
            onScreen.removeFirst();
        }
        onScreen.addLast(line);
    }

    /// Whether these lines are the last of those that were shown.
    private boolean isOnScreen(List<String> lines) {
        List<String> above = List.copyOf(onScreen);
        int from = above.size() - lines.size();
        return from >= 0 && above.subList(from, above.size()).equals(lines);
    }

    /// What to say of an app's last lines, each on its own.
    ///
    /// @param terminal whether people look at one terminal, where what was shown is right above
    String words(List<String> lines, boolean terminal) {
        List<String> said = lines.stream().filter(line -> !line.isBlank()).toList();
        if (said.isEmpty()) {
            return "It wrote nothing here.";
        }
        if (terminal && isOnScreen(lines)) {
            return "Its last output is above.";
        }
        List<String> few = withoutManyFrames(said);
        StringBuilder text = new StringBuilder("Its last output:");
        few.stream()
                .skip(Math.max(0, few.size() - SHOWN))
                .map(line -> Text.printable(COLOUR.matcher(line).replaceAll("")))
                .forEach(line -> text.append('\n').append("  ").append(line));
        return text.toString();
    }

    private static List<String> withoutManyFrames(List<String> lines) {
        List<String> few = new ArrayList<>();
        int frames = 0;
        for (String line : lines) {
            frames = FRAME.matcher(line).matches() ? frames + 1 : 0;
            if (frames <= FRAMES) {
                few.add(line);
            } else if (frames == FRAMES + 1) {
                few.add("    …");
            }
        }
        return few;
    }
}
