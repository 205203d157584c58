package dev.devsync.tree;

import java.util.ArrayDeque;
import java.util.Deque;

/// An absolute folder in a target: a container, a pod, or this machine for the local target.
///
/// @param value the normalised path: starts with a slash, no `.`, `..`, empty segments or trailing slash
public record TargetPath(String value) {

    public static final TargetPath ROOT = new TargetPath("/");

    /// @throws IllegalArgumentException if the path is not absolute or holds control characters
    public TargetPath {
        value = normalise(value);
    }

    private static String normalise(String value) {
        if (!value.startsWith("/")) {
            throw new IllegalArgumentException("must be absolute, like /app: " + Text.printable(value));
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("must not contain control characters: " + Text.printable(value));
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : value.split("/", -1)) {
            switch (part) {
                case "", "." -> {}
                case ".." -> parts.pollLast();
                default -> parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    /// Whether this is that folder or lies below it.
    public boolean isWithin(TargetPath folder) {
        String prefix = folder.value.equals("/") ? "/" : folder.value + "/";
        return value.equals(folder.value) || value.startsWith(prefix);
    }

    /// Where a folder within this one is, seen from here: `/app/src` within `/app` is `/src`.
    public TargetPath relative(TargetPath folder) {
        if (!folder.isWithin(this)) {
            throw new IllegalArgumentException(folder + " is not within " + this);
        }
        return new TargetPath("/" + folder.value.substring(value.length()));
    }

    /// The folder that is called so within this one: the other way round.
    public TargetPath resolve(TargetPath relative) {
        return new TargetPath(value + relative.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
