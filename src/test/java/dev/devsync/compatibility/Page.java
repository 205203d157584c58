package dev.devsync.compatibility;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// docs/compatibility.md: the records for people. What comes out the same is said once: engines share a table, images
/// and users a column.
final class Page {

    private static final String INTRODUCTION = """
            # Compatibility

            <!-- Written by CompatibilityIT: run `make matrix`. Changes by hand are lost, and fail a test. -->

            Every cell of these tables was tried on a real engine, with one container and with three replicas: `devsync up`
            fills the target, carries out a save and a deletion, and what is there is read back without devsync; then
            `devsync clean`, after which neither a file nor a process of devsync's is left. Where no number is given, one
            container and three come out the same. The three have a volume or a bind mount in common: it is written once,
            through one of them.

            `make test` tries half of the cells again on the engines that it runs on and fails where one comes out
            differently; `make matrix` tries all and writes this page. An engine that is not here most likely behaves as the nearest
            version does; `devsync doctor` looks at yours.

            Images: busybox and Debian, whose own shell and tools run the agent, and one that holds a single static program
            and no shell. Users: root, and uid 1000, given as a number (`1000`), with a group (`1000:1000`) or by name. The
            folder `/srv` is root's, as most folders of images are; so is a new volume. The bind mount is a folder that
            everybody may write to.
            """;

    private final SortedMap<Edition, SortedMap<Cell, Outcome>> records;

    Page(SortedMap<Edition, SortedMap<Cell, Outcome>> records) {
        this.records = records;
    }

    /// Image and user of a column.
    private record Kind(Image image, ContainerUser user) {}

    String text() {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        Map<Map<Cell, Outcome>, List<Edition>> same = new LinkedHashMap<>();
        records.forEach((edition, outcomes) ->
                same.computeIfAbsent(outcomes, o -> new ArrayList<>()).add(edition));
        same.forEach((outcomes, editions) -> table(text, editions, outcomes));
        legend(text);
        return text.toString();
    }

    private static void table(StringBuilder text, List<Edition> editions, Map<Cell, Outcome> outcomes) {
        Map<Map<Place, String>, List<Kind>> columns = new LinkedHashMap<>();
        for (Image image : Image.values()) {
            for (ContainerUser user : ContainerUser.values()) {
                Kind kind = new Kind(image, user);
                columns.computeIfAbsent(column(kind, outcomes), c -> new ArrayList<>())
                        .add(kind);
            }
        }
        text.append("\n## ").append(listed(editions.stream().map(Edition::label).toList()));
        text.append("\n\n| target in |");
        columns.values()
                .forEach(kinds -> text.append(' ').append(heading(kinds)).append(" |"));
        text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
        for (Place place : Place.values()) {
            text.append("| ").append(place.label()).append(" |");
            columns.keySet()
                    .forEach(
                            column -> text.append(' ').append(column.get(place)).append(" |"));
            text.append('\n');
        }
    }

    private static Map<Place, String> column(Kind kind, Map<Cell, Outcome> outcomes) {
        Map<Place, String> column = new EnumMap<>(Place.class);
        for (Place place : Place.values()) {
            column.put(place, words(kind, place, outcomes));
        }
        return column;
    }

    private static String words(Kind kind, Place place, Map<Cell, Outcome> outcomes) {
        Outcome one = outcome(kind, place, Replicas.ONE, outcomes);
        Outcome three = outcome(kind, place, Replicas.THREE, outcomes);
        return one == three ? one.word() : "1: " + one.word() + "; 3: " + three.word();
    }

    private static Outcome outcome(Kind kind, Place place, Replicas replicas, Map<Cell, Outcome> outcomes) {
        Cell cell = new Cell(kind.image(), kind.user(), place, replicas);
        return Objects.requireNonNull(outcomes.get(cell), cell::toString);
    }

    /// `busybox, Debian: uid, name`.
    private static String heading(List<Kind> kinds) {
        Map<List<ContainerUser>, List<Image>> byUsers = new LinkedHashMap<>();
        for (Image image : kinds.stream().map(Kind::image).distinct().toList()) {
            List<ContainerUser> users = kinds.stream()
                    .filter(kind -> kind.image() == image)
                    .map(Kind::user)
                    .toList();
            byUsers.computeIfAbsent(users, u -> new ArrayList<>()).add(image);
        }
        return byUsers.entrySet().stream()
                .map(each -> listed(each.getValue().stream().map(Image::label).toList()) + ": "
                        + (each.getKey().size() == ContainerUser.values().length
                                ? "any user"
                                : listed(each.getKey().stream()
                                        .map(ContainerUser::label)
                                        .toList())))
                .collect(Collectors.joining("; "));
    }

    private static String listed(List<String> words) {
        return words.size() == 1
                ? words.getFirst()
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }

    private void legend(StringBuilder text) {
        Set<Outcome> found = new LinkedHashSet<>();
        records.values().forEach(outcomes -> found.addAll(outcomes.values()));
        text.append("\n## What the words mean\n\n");
        Arrays.stream(Outcome.values())
                .filter(found::contains)
                .forEach(outcome -> text.append("- **")
                        .append(outcome.word())
                        .append("**: ")
                        .append(outcome.meaning())
                        .append('\n'));
    }
}
