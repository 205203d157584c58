package dev.devsync.report;

/// Whether output goes to a terminal, and whether it may be coloured.
public enum Style {
    /// A file, a pipe, a dumb terminal: no colour, no line that is written over.
    PLAIN(false, false),
    /// A terminal whose user wants no colour (`NO_COLOR`).
    TERMINAL(true, false),
    COLOUR(true, true);

    private final boolean overwrites;
    private final boolean colours;

    Style(boolean overwrites, boolean colours) {
        this.overwrites = overwrites;
        this.colours = colours;
    }

    /// Whether a line may be written over, as progress bars do.
    public boolean overwrites() {
        return overwrites;
    }

    public String green(String text) {
        return paint("32", text);
    }

    public String yellow(String text) {
        return paint("33", text);
    }

    public String red(String text) {
        return paint("31", text);
    }

    public String bold(String text) {
        return paint("1", text);
    }

    public String dim(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
