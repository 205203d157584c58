package dev.devsync.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Makes up histories: the same seed makes the same one. It follows along in a model, so that steps find something
/// to do.
final class Generator {

    /// What a target can be asked for.
    enum Repertoire {
        ALL,
        /// No file where a folder was, nor the other way round: the archive API cannot do that.
        TYPES_STAY
    }

    /// Names tell what they name, by the first letter: only [TreeEdit.Swap] breaks that rule.
    private static final List<String> ENDINGS = Stream.of(
                    "0", "1", "2", "3", "4", ".txt", ".log", ".tmp", " a b", "-rf", "'q", "$(x)", "n\nl", "größe", "*")
            .map(name -> new String(name.getBytes(UTF_8), ISO_8859_1))
            .toList();

    private static final List<String> LINK_TARGETS =
            List.of("f0", "d0", "../f1", "no/where", "/etc/passwd", "../../..", ".", "d1/../f0", "with space");

    private static final List<IgnoreRule> RULES = List.of(
            new IgnoreRule.Extension("log"),
            new IgnoreRule.Extension("tmp"),
            new IgnoreRule.Top("d0"),
            new IgnoreRule.Top("f1"),
            new IgnoreRule.Anywhere("d3"),
            new IgnoreRule.Anywhere("f2"));

    private static final int STEPS_PER_FAULT = 12;

    private static final long YEAR = 365L * 24 * 3600 * 1_000_000_000;

    /// Times are made up around this moment, 2026-01-01, and not around now, or a seed would not say it all.
    private static final long AROUND = 1_767_225_600L * 1_000_000_000;

    private final long seed;
    private final Random random;
    private final Repertoire repertoire;
    private final List<FaultKind> faults;
    private final ModelPlace model = new ModelPlace();
    private final List<Weighted> choices = new ArrayList<>();
    private int weights;

    private record Weighted(int below, Supplier<List<Step>> maker) {}

    Generator(long seed, Repertoire repertoire) {
        this(seed, repertoire, Set.of());
    }

    /// @param faults what may go wrong now and then
    Generator(long seed, Repertoire repertoire, Set<FaultKind> faults) {
        this.seed = seed;
        this.random = new Random(seed);
        this.repertoire = repertoire;
        this.faults = faults.stream().sorted().toList();
        fileSteps();
        treeSteps();
        massSteps();
    }

    private void add(int weight, Supplier<List<Step>> maker) {
        weights += weight;
        choices.add(new Weighted(weights, maker));
    }

    private void fileSteps() {
        add(12, () -> List.of(new FileEdit.Create(fresh('f'), size(), number())));
        add(8, () -> List.of(new FileEdit.Rewrite(file(), size(), number())));
        add(6, () -> List.of(new FileEdit.Append(file(), size() / 4 + 1, number())));
        add(4, () -> List.of(new FileEdit.Truncate(file(), random.nextInt(3) * 40)));
        add(6, () -> sameSecond(file()));
        add(3, () -> List.of(new FileEdit.KeepTime(file(), number())));
        add(3, () -> List.of(new FileEdit.ReplaceKeepingTime(file(), number())));
        add(8, () -> List.of(new FileEdit.Replace(file(), size(), number())));
        add(5, () -> List.of(new FileEdit.Recreate(file(), size(), number())));
        add(3, () -> List.of(new FileEdit.Touch(file(), time())));
    }

    private void treeSteps() {
        add(6, () -> rename(file(), 'f'));
        add(4, () -> rename(folder(), 'd'));
        add(5, () -> List.of(new TreeEdit.RenameOver(file(), file())));
        add(3, () -> List.of(new TreeEdit.CaseRename(random.nextBoolean() ? file() : folder())));
        add(4, () -> List.of(new TreeEdit.Delete(file())));
        add(2, () -> List.of(new TreeEdit.Delete(link())));
        add(4, () -> List.of(new TreeEdit.Chmod(random.nextInt(4) == 0 ? folder() : file(), mode())));
        add(4, () -> List.of(new TreeEdit.Link(random.nextBoolean() ? fresh('l') : link(), linkTarget())));
        add(1, this::loop);
        add(3, () -> List.of(new TreeEdit.Folder(fresh('d'))));
        if (repertoire == Repertoire.ALL) {
            add(6, () -> List.of(new TreeEdit.Swap(anything(), kind(), number())));
        }
    }

    private void massSteps() {
        add(2, () -> List.of(new MassEdit.MassDelete(folder(), 1 + random.nextInt(3))));
        add(2, () -> List.of(new MassEdit.Checkout(oneOf(List.of("d1", "d2")), checkoutSize(), branch())));
        add(1, () -> List.of(new MassEdit.Burst(fresh('d'), 50 + random.nextInt(250), number())));
        add(2, () -> List.of(new MassEdit.Ignore(rules())));
    }

    /// @param length how many steps at least; a check is the last one
    History history(int length) {
        List<Step> steps = new ArrayList<>();
        while (steps.size() < length) {
            steps.addAll(burst());
            steps.add(new Step.Check());
        }
        return new History(seed, steps);
    }

    /// Some edits with pauses, short ones mostly, between some of them.
    private List<Step> burst() {
        List<Step> steps = new ArrayList<>();
        int length = 1 + random.nextInt(random.nextInt(4) == 0 ? 60 : 20);
        int quiet = random.nextInt(4);
        while (steps.size() < length) {
            if (!faults.isEmpty() && random.nextInt(STEPS_PER_FAULT) == 0) {
                steps.add(new Fault(oneOf(faults), random.nextInt(random.nextBoolean() ? 3_000 : 300_000)));
            }
            for (Step step : next()) {
                add(step, steps);
                if (random.nextInt(6) < quiet) {
                    steps.add(pause());
                }
            }
        }
        return steps;
    }

    private void add(Step step, List<Step> steps) {
        steps.add(step);
        if (step instanceof Step.Edit edit) {
            try {
                edit.on(model);
            } catch (IOException e) {
                throw new UncheckedIOException("the model does no input or output", e);
            }
        }
    }

    private List<Step> next() {
        if (model.nodes().size() < 5) {
            return List.of(new FileEdit.Create(fresh('f'), size(), number()));
        }
        int at = random.nextInt(weights);
        return choices.stream()
                .filter(choice -> at < choice.below())
                .findFirst()
                .orElseThrow()
                .maker()
                .get();
    }

    private Step.Pause pause() {
        return new Step.Pause(
                switch (random.nextInt(20)) {
                    case 0 -> 1000 + random.nextInt(200);
                    case 1, 2, 3 -> 100 + random.nextInt(200);
                    default -> random.nextInt(40);
                });
    }

    private List<Step> sameSecond(String path) {
        List<Step> steps = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            steps.add(new FileEdit.SameSize(path, number()));
        }
        return steps;
    }

    private List<Step> rename(String from, char prefix) {
        return List.of(new TreeEdit.Rename(from, fresh(prefix)));
    }

    /// Two links that point at each other.
    private List<Step> loop() {
        String one = fresh('l');
        String other = fresh('l');
        return List.of(new TreeEdit.Link(one, name(other)), new TreeEdit.Link(other, name(one)));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private String fresh(char prefix) {
        StringBuilder path = new StringBuilder();
        if (random.nextInt(3) > 0) {
            String folder = folder();
            path.append(folder).append(folder.isEmpty() ? "" : "/");
        }
        for (int depth = random.nextInt(random.nextInt(10) == 0 ? 7 : 3); depth > 0; depth--) {
            path.append('d').append(oneOf(ENDINGS)).append('/');
        }
        return path.append(prefix).append(oneOf(ENDINGS)).toString();
    }

    private String existing(Place.Kind kind, String otherwise) {
        List<String> all = model.nodes().keySet().stream()
                .filter(path -> model.at(path) == kind && !path.equals(IgnoreRule.FILE) && !path.equals(Place.ANCHOR))
                .toList();
        return all.isEmpty() ? otherwise : oneOf(all);
    }

    private String file() {
        return existing(Place.Kind.FILE, "f0");
    }

    private String folder() {
        return existing(Place.Kind.FOLDER, "d0");
    }

    private String link() {
        return existing(Place.Kind.LINK, "l0");
    }

    private String anything() {
        return switch (random.nextInt(3)) {
            case 0 -> file();
            case 1 -> folder();
            default -> link();
        };
    }

    private Place.Kind kind() {
        return oneOf(List.of(Place.Kind.FILE, Place.Kind.FOLDER, Place.Kind.LINK));
    }

    private String linkTarget() {
        return oneOf(LINK_TARGETS);
    }

    private List<IgnoreRule> rules() {
        List<IgnoreRule> some = new ArrayList<>(RULES);
        some.removeIf(rule -> random.nextInt(3) > 0);
        return some;
    }

    private int size() {
        return switch (random.nextInt(40)) {
            case 0 -> 0;
            case 1 -> 1_000_000 + random.nextInt(2_000_000);
            case 2, 3 -> 200_000 + random.nextInt(100_000); // around where a file goes another way
            case 4, 5, 6, 7 -> 4000 + random.nextInt(60_000);
            default -> 1 + random.nextInt(3000);
        };
    }

    private int checkoutSize() {
        return random.nextInt(15) == 0 ? 2000 + random.nextInt(2000) : 20 + random.nextInt(180);
    }

    private int mode() {
        return oneOf(List.of(0644, 0755, 0600, 0700, 0664, 0750));
    }

    private long time() {
        return switch (random.nextInt(4)) {
            case 0 -> 1 + random.nextInt(1_000_000); // soon after 1970
            case 1 -> AROUND + 10 * YEAR + random.nextInt(1_000_000_000); // ahead of any clock
            case 2 -> AROUND + random.nextInt(1000) * 1_000_000_000L; // a whole second
            default -> AROUND - random.nextLong(YEAR);
        };
    }

    private long number() {
        return random.nextInt(1_000_000);
    }

    /// Few, so that a history goes back and forth between them.
    private long branch() {
        return 1L + random.nextInt(3);
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
