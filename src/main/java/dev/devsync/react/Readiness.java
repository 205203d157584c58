package dev.devsync.react;

import dev.devsync.config.Ready;
import dev.devsync.config.Step;
import dev.devsync.target.Launch;
import dev.devsync.target.LaunchedProcess;
import dev.devsync.target.Launcher;
import dev.devsync.target.TargetException;
import dev.devsync.tree.StopSignal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out when an app answers. Ports and URLs are looked at from within the target, so that nothing needs to be
/// published: ports by the shell that looks after the app, which costs a millisecond; the rest by a process
/// of its own, which starts when there is a chance that it succeeds.
final class Readiness implements AutoCloseable {

    /// How it ended.
    enum Result {
        READY,
        TIMED_OUT,
        /// The app ended first, or something newer has arrived.
        GIVEN_UP
    }

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    /// Between two looks: an eighth of what was waited already, so that a fast app is seen at once and a slow one is
    /// left in peace, because each look takes the target some two milliseconds.
    private static final Duration SHORTEST = Duration.ofMillis(2);
    private static final Duration LONGEST = Duration.ofMillis(100);
    private static final int SHARE = 8;

    /// How soon it is noticed that something newer has arrived.
    private static final long LOOK_MILLIS = 5;

    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]", "0.0.0.0");

    /// The first tool that is there makes the request; each takes a second at most.
    private static final String HTTP = """
            if command -v curl >/dev/null; then ask() { curl -fsS -m 1 -o /dev/null "$1"; }
            elif command -v wget >/dev/null; then ask() { wget -q -T 1 -O /dev/null "$1"; }
            elif command -v python3 >/dev/null; then
              ask() { python3 -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=1)' "$1"; }
            elif command -v node >/dev/null; then
              ask() { node -e 'require(process.argv[1].startsWith("https") ? "https" : "http").get(process.argv[1],
                r => process.exit(r.statusCode < 400 ? 0 : 1)).on("error", () => process.exit(1))' "$1"; }
            elif command -v perl >/dev/null; then
              ask() { perl -MIO::Socket::INET -e '
                my ($host, $port, $path) = $ARGV[0] =~ m{^http://([^/:]+)(?::(\\d+))?(/.*)?$} or exit 2;
                my $s = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port || 80, Timeout => 1) or exit 1;
                $path = "/" unless defined $path;
                print $s "GET $path HTTP/1.0\\r\\nHost: $host\\r\\n\\r\\n";
                exit((<$s> || "") =~ m{^HTTP/\\S+ [123]} ? 0 : 1)' "$1"; }
            else echo "no curl, wget, python3, node or perl there to ask with"; exit 99
            fi
            until ask "$1" 2>/dev/null; do sleep 0.02 2>/dev/null || sleep 1; done""";

    private static final String COMMAND = "until \"$@\" >/dev/null 2>&1; do sleep 0.05 2>/dev/null || sleep 1; done";

    private final Ready ready;
    private final Launcher launcher;
    private final @Nullable Launch launch;
    private final @Nullable Pattern log;
    private final CompletableFuture<Void> logged = new CompletableFuture<>();
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private @Nullable LaunchedProcess probe;

    /// @param launch what [#launch] has made for this check
    Readiness(Ready ready, Launcher launcher, @Nullable Launch launch) {
        this.ready = ready;
        this.launcher = launcher;
        this.launch = launch;
        this.log = ready.check() instanceof Ready.Check.Log(String pattern) ? Pattern.compile(pattern) : null;
    }

    /// What is started for the check; null if nothing runs in the target for it.
    static @Nullable Launch launch(Ready ready, String name, Step app, StopSignal stop) {
        return switch (ready.check()) {
            case Ready.Check.Http(String url) ->
                new Launch(
                        name,
                        List.of("sh", "-c", HTTP, "probe", url),
                        app.folder(),
                        Map.of(),
                        app.user(),
                        stop,
                        Launch.Output.OURS_ONLY);
            case Ready.Check.Command(Step own) -> {
                List<String> command = new ArrayList<>(List.of("sh", "-c", COMMAND, "probe"));
                command.addAll(own.command());
                yield new Launch(
                        name, command, own.folder(), own.environment(), own.user(), stop, Launch.Output.OURS_ONLY);
            }
            case Ready.Check.Tcp _, Ready.Check.Log _ -> null;
        };
    }

    /// The port in the target that the app will listen on; 0 if the check does not tell.
    int port() {
        return switch (ready.check()) {
            case Ready.Check.Tcp(int port) -> port;
            case Ready.Check.Http(String url) -> localPort(URI.create(url));
            case Ready.Check.Log _, Ready.Check.Command _ -> 0;
        };
    }

    private static int localPort(URI url) {
        if (url.getHost() == null || !HERE.contains(url.getHost())) {
            return 0;
        }
        return url.getPort() > 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    }

    /// Told each line that the app writes.
    void line(String line) {
        if (log != null && log.matcher(line).find()) {
            logged.complete(null);
        }
    }

    /// @param app which has just been started
    /// @param givenUp asked again and again: whether to wait no longer
    Result await(LaunchedProcess app, BooleanSupplier givenUp) throws TargetException, InterruptedException {
        long begin = System.nanoTime();
        boolean listens = port() == 0;
        while (true) {
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            listens = listens || listens(app);
            if (listens && answers(pause(waited))) {
                return Result.READY;
            }
            if (givenUp.getAsBoolean()) {
                return Result.GIVEN_UP;
            }
            if (waited.compareTo(ready.timeout()) > 0) {
                return Result.TIMED_OUT;
            }
            if (!listens) {
                Thread.sleep(pause(waited));
            }
        }
    }

    private static Duration pause(Duration waited) {
        Duration pause = waited.dividedBy(SHARE);
        return pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }

    private boolean listens(LaunchedProcess app) throws TargetException {
        return switch (app.listens(port())) {
            case YES -> true;
            case NO -> false;
            case UNKNOWN -> {
                if (launch == null) {
                    throw cannotCheck("there is neither /proc/net/tcp nor nc to look for open ports with");
                }
                yield true; // the request will tell
            }
        };
    }

    /// @param pause waits no longer than that
    private boolean answers(Duration pause) throws TargetException, InterruptedException {
        return switch (ready.check()) {
            case Ready.Check.Tcp _ -> true;
            case Ready.Check.Log _ -> isDone(logged, pause.toMillis());
            case Ready.Check.Http _, Ready.Check.Command _ -> {
                if (probe == null) {
                    probe = launcher.start(Objects.requireNonNull(launch), said::add);
                }
                yield isDone(probe.exit().thenAccept(this::checkProbe), LOOK_MILLIS);
            }
        };
    }

    private void checkProbe(int code) {
        if (code != 0) {
            throw new CompletionException(cannotCheck(said.isEmpty() ? Outcome.exit(code) : String.join("; ", said)));
        }
    }

    private static TargetException cannotCheck(String why) {
        return new TargetException.Refused(
                "`ready` cannot be checked: " + why, "Use another kind of check: tcp, log or command.");
    }

    private static boolean isDone(CompletableFuture<Void> what, long millis)
            throws TargetException, InterruptedException {
        try {
            what.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TargetException known
                    ? known
                    : new TargetException.Disconnected("a check was cut off: " + e.getCause(), e);
        }
    }

    Duration limit() {
        return ready.timeout();
    }

    /// What is looked at, for people.
    String describe() {
        return switch (ready.check()) {
            case Ready.Check.Tcp(int port) -> "nothing listens on port " + port;
            case Ready.Check.Http(String url) -> "no good answer from " + url;
            case Ready.Check.Log(String pattern) -> "no line with `" + pattern + "`";
            case Ready.Check.Command(Step step) -> "`" + step.text() + "` does not succeed";
        };
    }

    @Override
    public void close() {
        if (probe != null) {
            try {
                probe.stop(new StopSignal("KILL", Duration.ofSeconds(1)));
            } catch (TargetException e) {
                LOG.debug("the connection of a check is gone, and so is the check", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            probe.close();
        }
    }
}
