package dev.devsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.report.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Does what users do, while Java writes down which classes that takes: packaging/dist starts this in place of
/// [Main] to make the cache of classes that the packaged program starts from.
///
/// The demo reaches into a container if there is an engine, and is told to people; `up` is told to machines, and looks
/// for a container that is not there, which takes the rest of the way to the engine.
final class Training {

    private static final long LIMIT_MILLIS = 20_000;
    private static final long LOOK_MILLIS = 50;
    private static final long REST_MILLIS = 500;

    private final Surroundings surroundings;
    private final Path folder;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private Training(Surroundings surroundings, Path folder) {
        this.surroundings = surroundings;
        this.folder = folder;
    }

    /// @param args options of `devsync demo`; the exit code is the demo's
    public static void main(String[] args) throws Exception {
        Surroundings process = Surroundings.ofProcess();
        Logging.prepare();
        String[] demo = new String[args.length + 1];
        demo[0] = "demo";
        System.arraycopy(args, 0, demo, 1, args.length);
        int code = Main.run(process, demo);
        if (code == ExitCode.DONE.number()) {
            Path folder = Files.createTempDirectory("devsync-training-").toRealPath();
            new Training(process, folder).up(demo.length == 1);
        }
        System.exit(code); // as Ctrl-C ends what runs yet
    }

    private void up(boolean engine) throws IOException, InterruptedException {
        Path source = Files.createDirectory(folder.resolve("source"));
        for (int i = 0; i < 500; i++) {
            Files.writeString(source.resolve("file" + i), "content " + i);
        }
        Files.createDirectory(folder.resolve("target"));
        Files.writeString(folder.resolve("devsync.yaml"), configuration(engine));
        Thread running = Thread.ofPlatform().daemon().start(() -> run("up", "--json"));
        await(running, "\"in-sync\"");
        Files.writeString(source.resolve("file1"), "saved");
        await(running, "\"synced\"");
        Thread.sleep(REST_MILLIS);
        run("status", "--json");
        run("verify", "here");
    }

    private String configuration(boolean engine) {
        String sync = "    sync:\n      - path: source\n        target: ";
        return "name: training\nservices:\n  here:\n    local: true\n" + sync + folder.resolve("target") + "\n"
                + (engine ? "  there:\n    container: devsync-training\n" + sync + "/app\n" : "");
    }

    private void run(String... command) {
        PrintStream out = new PrintStream(said, true, UTF_8);
        Map<String, String> environment = new HashMap<>(surroundings.environment());
        environment.put("XDG_STATE_HOME", folder.toString()); // histories are not for the builder's home
        Main.run(new Surroundings(out, out, environment, folder, folder, Style.PLAIN), command);
    }

    private void await(Thread running, String event) throws InterruptedException {
        for (long waited = 0; waited < LIMIT_MILLIS; waited += LOOK_MILLIS) {
            if (said.toString(UTF_8).contains(event)) {
                return;
            }
            if (!running.isAlive()) {
                throw new IllegalStateException("it ended: " + said.toString(UTF_8));
            }
            Thread.sleep(LOOK_MILLIS);
        }
        throw new IllegalStateException("no " + event + " came: " + said.toString(UTF_8));
    }
}
