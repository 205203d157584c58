package dev.devsync.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much of what a target has may be deleted at once without a question: `max_delete`.
///
/// @param unit what the amount counts
/// @param amount a share in percent, or a number of files; without meaning for [Unit#UNLIMITED]
public record DeletionLimit(Unit unit, long amount) {

    /// What a limit counts.
    public enum Unit {
        /// A share of the files that are there.
        PERCENT,
        FILES,
        /// Nothing is ever asked, not even before the last file goes.
        UNLIMITED
    }

    /// Half of what is there: a branch switch or a clean-up rarely takes as much, an accident mostly takes all.
    public static final DeletionLimit DEFAULT = new DeletionLimit(Unit.PERCENT, 50);

    public static final DeletionLimit NONE = new DeletionLimit(Unit.UNLIMITED, 0);

    /// Where there are fewer files, a share is soon exceeded and little is lost.
    private static final long FEW = 50;

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})(\\s*%)?");
    private static final String OFF = "off";

    /// @throws IllegalArgumentException if it is not `N%`, `N` or `off`, with what is wrong
    static DeletionLimit parse(String written) {
        if (written.equals(OFF) || written.equals("false")) { // YAML 1.1 tools write off as false
            return NONE;
        }
        Matcher matcher = WRITTEN.matcher(written);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is `%s`, which is no limit".formatted(written));
        }
        long amount = Long.parseLong(matcher.group(1));
        if (matcher.group(2) == null) {
            return new DeletionLimit(Unit.FILES, amount);
        }
        if (amount > 100) {
            throw new IllegalArgumentException("is `%s`, but a share ends at 100%%".formatted(written));
        }
        return new DeletionLimit(Unit.PERCENT, amount);
    }

    /// @param lost how many files would go without others coming
    /// @param had how many were there
    public boolean isExceededBy(long lost, long had) {
        return switch (unit) {
            case PERCENT -> had >= FEW && lost * 100 > had * amount;
            case FILES -> lost > amount;
            case UNLIMITED -> false;
        };
    }

    /// As it is written in the file.
    @Override
    public String toString() {
        return switch (unit) {
            case PERCENT -> amount + "%";
            case FILES -> Long.toString(amount);
            case UNLIMITED -> OFF;
        };
    }
}
