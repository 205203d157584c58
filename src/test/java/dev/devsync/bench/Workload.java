package dev.devsync.bench;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.devsync.bench.Running.Change;
import dev.devsync.bench.Running.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/// What is done to a folder, and when a program in the container has seen it. Time is taken from the last write on.
/// What matters most comes first: when time gets short, fewer contenders take part in what is left.
enum Workload {
    SAVE_IN_PLACE("save of 1 KB, in place", 120) {
        @Override
        Figures measure(Bay bay, Rounds rounds) throws Exception {
            return saves(bay, rounds, 1_000, Save.IN_PLACE);
        }
    },
    SAVE_BY_RENAME("save of 1 KB, by rename", 120) {
        @Override
        Figures measure(Bay bay, Rounds rounds) throws Exception {
            return saves(bay, rounds, 1_000, Save.BY_RENAME);
        }
    },
    BURST("2,000 small files written", 5) {
        @Override
        Figures measure(Bay bay, Rounds rounds) throws Exception {
            return bursts(bay, rounds);
        }
    },
    CHECKOUT("git checkout that changes 3,000 of 20,000 files", 4) {
        @Override
        Figures measure(Bay bay, Rounds rounds) throws Exception {
            GitCheckout git = GitCheckout.into(bay.lab(), bay.source().resolve("checkout"));
            bay.settle("checkout", GitCheckout.WHOLE);
            return rounds.measure((i, figures) -> {
                SourceTree next = git.next(i);
                try (Witness witness = bay.written("checkout", next)) {
                    git.checkout(next);
                    figures.measure(() -> bay.seen(witness, new Change(Kind.WRITTEN, "checkout")));
                }
            });
        }
    },
    RENAME("a folder of 5,000 files renamed", 4) {
        @Override
        Figures measure(Bay bay, Rounds rounds) throws Exception {
            SourceTree tree = new SourceTree(5_000, 1_000, "renamed");
            bay.fill("name-0", tree);
            return rounds.measure((i, figures) -> {
                String old = "name-" + i;
                String young = "name-" + (i + 1);
                try (Witness come = bay.written(young, tree);
                        Witness gone = bay.gone(old, tree)) {
                    Files.move(bay.source().resolve(old), bay.source().resolve(young));
                    figures.measure(() -> {
                        bay.seen(come, new Change(Kind.WRITTEN, young), new Change(Kind.DELETED, old));
                        gone.await("all");
                    });
                }
            });
        }
    },
    FIRST_FILL("first fill, 20,000 files, 100 MB, from the start of the command", 3) {
        @Override
        Figures measure(Bay bay, Rounds rounds) throws Exception {
            return fills(bay, rounds, new SourceTree(20_000, 5_000, "fill"));
        }
    },
    RESTART("start on 20,000 files that are there, until one saved meanwhile is seen", 3) {
        @Override
        Figures measure(Bay bay, Rounds rounds) throws Exception {
            bay.fill("restart", new SourceTree(20_000, 5_000, "restart"));
            return rounds.measure((i, figures) -> {
                bay.rest();
                Files.writeString(bay.source().resolve("restart/d7/saved"), content("again-" + i, i, 1_000));
                try (Witness witness = bay.line("restart/d7/saved")) {
                    figures.measure(() -> {
                        bay.wake();
                        bay.seen(witness, "again-" + i, new Change(Kind.WRITTEN, "restart/d7/saved"));
                    });
                }
            });
        }
    },
    SAVE_10_MB("save of 10 MB, by rename", 10) {
        @Override
        Figures measure(Bay bay, Rounds rounds) throws Exception {
            return saves(bay, rounds, 10_000_000, Save.BY_RENAME);
        }
    },
    SAVE_REPLICAS("save of 1 KB, 3 containers, until the last has it", 60, 3) {
        @Override
        Figures measure(Bay bay, Rounds rounds) throws Exception {
            return saves(bay, rounds, 1_000, Save.BY_RENAME);
        }
    },
    DELETE("5,000 files deleted", 3) {
        @Override
        Figures measure(Bay bay, Rounds rounds) throws Exception {
            SourceTree tree = new SourceTree(5_000, 100, "deleted");
            return rounds.measure((i, figures) -> {
                String name = "deleted-" + i;
                bay.fill(name, tree);
                try (Witness witness = bay.gone(name, tree)) {
                    SourceTree.delete(bay.source().resolve(name));
                    figures.measure(() -> bay.seen(witness, new Change(Kind.DELETED, name)));
                }
            });
        }
    },
    SAVE_100_KB("save of 100 KB, by rename", 40) {
        @Override
        Figures measure(Bay bay, Rounds rounds) throws Exception {
            return saves(bay, rounds, 100_000, Save.BY_RENAME);
        }
    },
    BURST_REPLICAS("2,000 small files, 3 containers", 3, 3) {
        @Override
        Figures measure(Bay bay, Rounds rounds) throws Exception {
            return bursts(bay, rounds);
        }
    },
    SET_UP("start of the command until 200 files are there", 4) {
        @Override
        Figures measure(Bay bay, Rounds rounds) throws Exception {
            return fills(bay, rounds, new SourceTree(200, 2_000, "small"));
        }
    },
    FILL_100_000("first fill, 100,000 files of 300 B, from the start of the command", 1) {
        @Override
        Figures measure(Bay bay, Rounds rounds) throws Exception {
            return fills(bay, rounds, new SourceTree(100_000, 300, "many"));
        }
    };

    private enum Save {
        IN_PLACE,
        BY_RENAME
    }

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int QUICKER = 6;

    private final String title;
    private final int times;
    private final int replicas;

    /// @param times how often it is measured
    Workload(String title, int times) {
        this(title, times, 1);
    }

    Workload(String title, int times, int replicas) {
        this.title = title;
        this.times = times;
        this.replicas = replicas;
    }

    String title() {
        return title;
    }

    /// How many containers it takes.
    int replicas() {
        return replicas;
    }

    Rounds rounds() {
        return new Rounds(times, PATIENCE);
    }

    /// For a first look.
    Rounds fewRounds() {
        return new Rounds(Math.max(1, times / QUICKER), PATIENCE.dividedBy(QUICKER));
    }

    abstract Figures measure(Bay bay, Rounds rounds) throws Exception;

    /// A text that shows by its last line that it is whole. Each save gives it another size: rsync takes a file for
    /// unchanged that has the same size and was changed in the same second.
    private static String content(String word, int number, int bytes) {
        return word + "\n" + "0123456789abcde\n".repeat(bytes / 16) + "-".repeat(number % 50) + "\n" + word + "\n";
    }

    private static Figures saves(Bay bay, Rounds rounds, int bytes, Save how) throws Exception {
        Path file = bay.source().resolve("saved.txt");
        Files.writeString(file, content("first", 0, bytes));
        bay.push(new Change(Kind.WRITTEN, "saved.txt"));
        Random pauses = new Random(1);
        try (Witness witness = bay.line("saved.txt")) {
            witness.await("first");
            Figures all = rounds.measure((i, figures) -> {
                String word = "save-" + i;
                String text = content(word, i + 1, bytes);
                Thread.sleep(15 + pauses.nextInt(30)); // as people save: not in step with any timer
                if (how == Save.IN_PLACE) {
                    figures.measure(() -> {
                        Files.writeString(file, text);
                        bay.seen(witness, word, new Change(Kind.WRITTEN, "saved.txt"));
                    });
                } else {
                    Path temporary = Files.writeString(bay.source().resolve("saved.txt~"), text);
                    figures.measure(() -> {
                        Files.move(temporary, file, ATOMIC_MOVE, REPLACE_EXISTING);
                        bay.seen(witness, word, new Change(Kind.WRITTEN, "saved.txt"));
                    });
                }
            });
            Files.writeString(file, content("bye", 49, bytes));
            bay.push(new Change(Kind.WRITTEN, "saved.txt"));
            witness.await("bye");
            return all;
        }
    }

    private static Figures bursts(Bay bay, Rounds rounds) throws Exception {
        SourceTree tree = new SourceTree(2_000, 100, "burst");
        return rounds.measure((i, figures) -> {
            String name = "burst-" + i;
            try (Witness witness = bay.written(name, tree)) {
                tree.write(bay.source().resolve(name));
                figures.measure(() -> bay.seen(witness, new Change(Kind.WRITTEN, name)));
            }
        });
    }

    private static Figures fills(Bay bay, Rounds rounds, SourceTree tree) throws Exception {
        return rounds.measure((_, figures) -> {
            bay.freshContainers(source -> tree.write(source.resolve("fill")));
            try (Witness witness = bay.written("fill", tree)) {
                figures.measure(() -> {
                    bay.wake();
                    bay.seen(witness, new Change(Kind.WRITTEN, "fill"));
                });
            }
        });
    }
}
