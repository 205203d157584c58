package dev.devsync.config.detect;

/// What a project is mainly written in.
public enum Language {
    GO("Go"),
    RUST("Rust"),
    JAVA("Java"),
    DOTNET(".NET"),
    RUBY("Ruby"),
    PHP("PHP"),
    PYTHON("Python"),
    NODE("Node.js"),
    UNKNOWN("unknown");

    private final String title;

    Language(String title) {
        this.title = title;
    }

    /// As people call it.
    public String title() {
        return title;
    }
}
