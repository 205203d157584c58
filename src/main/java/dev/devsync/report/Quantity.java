package dev.devsync.report;

import java.time.Duration;
import java.util.Locale;

/// Numbers for people.
public final class Quantity {

    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private Quantity() {}

    /// `999 B`, `1.5 kB`, `12 MB`: decimal units, two digits where they say something.
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }

    /// Milliseconds with three decimals, for programs.
    static double millis(Duration duration) {
        return Math.round(duration.toNanos() / 1e3) / 1e3;
    }

    /// `1 file`, `1,234 files`.
    public static String count(long count, String noun) {
        String plural = noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? noun : plural);
    }

    /// `0.8 ms`, `12 ms`, `1.25 s`, `3 min 20 s`.
    public static String time(Duration duration) {
        double ms = duration.toNanos() / 1e6;
        if (ms < 9.95) {
            return String.format(Locale.ROOT, "%.1f ms", ms);
        }
        if (ms < 999.5) {
            return String.format(Locale.ROOT, "%.0f ms", ms);
        }
        if (duration.toSeconds() < 60) {
            return String.format(Locale.ROOT, "%.2f s", ms / 1000);
        }
        return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
}
