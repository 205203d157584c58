package dev.devsync.tree;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The numeric owner that synced files get in the target.
///
/// @param uid user id
/// @param gid group id
public record Owner(int uid, int gid) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?::(\\d{1,9}))?");

    /// Reads `uid` or `uid:gid`; without a group the group id is the user id.
    ///
    /// @throws IllegalArgumentException if the text has another form. Names are not taken: only the
    ///     image knows them
    public static Owner parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be numeric, as in 1000 or 1000:1000: " + Text.printable(text));
        }
        int uid = Integer.parseInt(matcher.group(1));
        return new Owner(uid, matcher.group(2) == null ? uid : Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return uid + ":" + gid;
    }
}
