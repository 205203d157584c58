package dev.devsync.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.select.Selector;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process of its own that watches a folder, for limits that the tests' own process must not run into.
///
/// It says what its source tells, a line each, and answers the commands `tree`, `hoard` (opens files until the system
/// gives no more), `release` and `revision`.
final class WatchingProcess implements Source.Listener {

    private final List<InputStream> hoard = new ArrayList<>();

    private WatchingProcess() {}

    public static void main(String[] args) throws Exception {
        WatchingProcess process = new WatchingProcess();
        try (Source source = Source.open(Path.of(args[0]), RuleSource.of(Selector.ALL), process);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            process.say("ready");
            for (String command = in.readLine(); command != null; command = in.readLine()) {
                process.answer(command, source);
            }
        }
    }

    private void answer(String command, Source source) throws IOException {
        switch (command) {
            case "tree" ->
                say("tree "
                        + String.join(
                                " ",
                                source.current().tree().paths().stream()
                                        .map(Object::toString)
                                        .toList()));
            case "hoard" -> {
                try {
                    while (true) {
                        hoard.add(Files.newInputStream(Path.of("/dev/null")));
                    }
                } catch (IOException e) {
                    say("hoarded");
                }
            }
            case "release" -> {
                for (InputStream file : hoard) {
                    file.close();
                }
                say("released");
            }
            default -> throw new IllegalArgumentException(command);
        }
    }

    private synchronized void say(String line) {
        System.out.println(line);
    }

    @Override
    public void onProblem(PathProblem problem) {
        say("problem " + problem);
    }

    @Override
    public void onProblemGone(RelativePath path) {
        say("problem gone " + path);
    }

    @Override
    public void onRescan(String reason) {
        say("rescan " + reason);
    }

    @Override
    public void onRuleTrouble(String message) {
        say("rules " + message);
    }

    @Override
    public void onWatchTrouble(String message, String advice) {
        say("watch trouble " + message + " | " + advice);
    }

    @Override
    public void onWatchRestored() {
        say("watch restored");
    }
}
