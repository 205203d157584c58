package dev.devsync.bench;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.devsync.bench.Running.Change;
import dev.devsync.bench.Running.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// What is done to a folder, and when a program in the container has seen it. Time is taken from the last write on.
enum Workload {
    SAVE_IN_PLACE("save of 1 KB, in place", 60) {
        @Override
        Figures measure(Bay bay, int times) throws Exception {
            return saves(bay, times, 1_000, Save.IN_PLACE);
        }
    },
    SAVE_BY_RENAME("save of 1 KB, by rename", 60) {
        @Override
        Figures measure(Bay bay, int times) throws Exception {
            return saves(bay, times, 1_000, Save.BY_RENAME);
        }
    },
    SAVE_100_KB("save of 100 KB, by rename", 30) {
        @Override
        Figures measure(Bay bay, int times) throws Exception {
            return saves(bay, times, 100_000, Save.BY_RENAME);
        }
    },
    SAVE_10_MB("save of 10 MB, by rename, until its last byte", 6) {
        @Override
        Figures measure(Bay bay, int times) throws Exception {
            return saves(bay, times, 10_000_000, Save.BY_RENAME);
        }
    },
    BURST("2,000 small files written", 3) {
        @Override
        Figures measure(Bay bay, int times) throws Exception {
            Figures figures = new Figures();
            for (int i = 0; i < times; i++) {
                String name = "burst-" + i;
                try (Witness witness = bay.count(name, 2_000, "-type", "f")) {
                    SourceTree.write(bay.source().resolve(name), 2_000, 100);
                    figures.measure(() -> bay.seen(witness, new Change(Kind.WRITTEN, name)));
                }
            }
            return figures;
        }
    },
    CHECKOUT("3,000 of 20,000 files become others", 3) {
        @Override
        Figures measure(Bay bay, int times) throws Exception {
            Path tree = SourceTree.write(bay.source().resolve("checkout"), 20_000, 1_000);
            bay.settle("checkout", 20_000);
            Figures figures = new Figures();
            for (int i = 0; i < times; i++) {
                int size = 1_001 + i;
                try (Witness witness = bay.count("checkout", 3_000, "-type", "f", "-size", size + "c")) {
                    SourceTree.write(tree, 3_000, size);
                    figures.measure(() -> bay.seen(witness, new Change(Kind.WRITTEN, "checkout")));
                }
            }
            return figures;
        }
    },
    RENAME("a folder of 5,000 files renamed", 3) {
        @Override
        Figures measure(Bay bay, int times) throws Exception {
            SourceTree.write(bay.source().resolve("name-0"), 5_000, 1_000);
            bay.settle("name-0", 5_000);
            Figures figures = new Figures();
            for (int i = 0; i < times; i++) {
                String old = "name-" + i;
                String young = "name-" + (i + 1);
                try (Witness come = bay.count(young, 5_000, "-type", "f");
                        Witness gone = bay.count(old, 0, "-type", "f")) {
                    Files.move(bay.source().resolve(old), bay.source().resolve(young));
                    figures.measure(() -> {
                        bay.seen(come, new Change(Kind.WRITTEN, young), new Change(Kind.DELETED, old));
                        gone.await("all");
                    });
                }
            }
            return figures;
        }
    },
    DELETE("5,000 files deleted", 3) {
        @Override
        Figures measure(Bay bay, int times) throws Exception {
            Figures figures = new Figures();
            for (int i = 0; i < times; i++) {
                String name = "deleted-" + i;
                SourceTree.write(bay.source().resolve(name), 5_000, 100);
                bay.settle(name, 5_000);
                try (Witness witness = bay.count(name, 0, "-type", "f")) {
                    SourceTree.delete(bay.source().resolve(name));
                    figures.measure(() -> bay.seen(witness, new Change(Kind.DELETED, name)));
                }
            }
            return figures;
        }
    },
    FIRST_FILL("first fill, 20,000 files, 100 MB, from the start of the command on", 3) {
        @Override
        Figures measure(Bay bay, int times) throws Exception {
            SourceTree.write(bay.source().resolve("fill"), 20_000, 5_000);
            Figures figures = new Figures();
            for (int i = 0; i < times; i++) {
                bay.freshContainer();
                try (Witness witness = bay.count("fill", 20_000, "-type", "f", "-size", "5000c")) {
                    figures.measure(() -> {
                        bay.wake();
                        bay.seen(witness, new Change(Kind.WRITTEN, "fill"));
                    });
                }
            }
            return figures;
        }
    },
    RESTART("start on 20,000 files that are there, one of them saved meanwhile, until that is seen", 3) {
        @Override
        Figures measure(Bay bay, int times) throws Exception {
            SourceTree.write(bay.source().resolve("restart"), 20_000, 5_000);
            bay.settle("restart", 20_000);
            Figures figures = new Figures();
            for (int i = 0; i < times; i++) {
                bay.rest();
                int size = 6_000 + i;
                Files.write(bay.source().resolve("restart/d7/f700"), new byte[size]);
                try (Witness witness = bay.count("restart/d7", 1, "-size", size + "c")) {
                    figures.measure(() -> {
                        bay.wake();
                        bay.seen(witness, new Change(Kind.WRITTEN, "restart/d7/f700"));
                    });
                }
            }
            return figures;
        }
    };

    private enum Save {
        IN_PLACE,
        BY_RENAME
    }

    private final String title;
    private final int times;

    /// @param times how often it is measured
    Workload(String title, int times) {
        this.title = title;
        this.times = times;
    }

    String title() {
        return title;
    }

    int times() {
        return times;
    }

    abstract Figures measure(Bay bay, int times) throws Exception;

    private static Figures saves(Bay bay, int times, int bytes, Save how) throws Exception {
        Path file = bay.source().resolve("saved.txt");
        String padding = "\n" + "x".repeat(bytes) + "\n";
        Files.writeString(file, "first" + padding + "first\n");
        bay.push(new Change(Kind.WRITTEN, "saved.txt"));
        Random pauses = new Random(1);
        Figures figures = new Figures();
        try (Witness witness = bay.line("saved.txt", bytes > 10_000 ? "large" : "small")) {
            witness.await("first");
            for (int i = 0; i < times; i++) {
                String word = "save-" + i;
                String text = word + padding + word + "\n";
                Thread.sleep(30 + pauses.nextInt(40)); // as people save: not in step with any timer
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
            }
            Files.writeString(file, "bye" + padding + "bye\n");
            bay.push(new Change(Kind.WRITTEN, "saved.txt"));
            witness.await("bye");
        }
        return figures;
    }
}
