package dev.devsync.compatibility;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One combination.
record Cell(Image image, ContainerUser user, Place place, Replicas replicas) implements Comparable<Cell> {

    private static final Comparator<Cell> ORDER = Comparator.comparing(Cell::image)
            .thenComparing(Cell::user)
            .thenComparing(Cell::place)
            .thenComparing(Cell::replicas);

    /// All that are tried on an engine.
    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (Image image : Image.values()) {
            for (ContainerUser user : ContainerUser.values()) {
                for (Place place : Place.values()) {
                    for (Replicas replicas : Replicas.values()) {
                        cells.add(new Cell(image, user, place, replicas));
                    }
                }
            }
        }
        return cells;
    }

    @Override
    public int compareTo(Cell other) {
        return ORDER.compare(this, other);
    }

    /// A line of a record.
    @Override
    public String toString() {
        return image + " " + user + " " + place + " " + replicas;
    }

    /// @param words as [#toString()] writes them
    static Cell parse(String[] words) {
        return new Cell(
                Image.valueOf(words[0]),
                ContainerUser.valueOf(words[1]),
                Place.valueOf(words[2]),
                Replicas.valueOf(words[3]));
    }
}
