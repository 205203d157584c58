package dev.devsync.react;

import dev.devsync.config.Ready;
import dev.devsync.config.Step;
import dev.devsync.target.Launch;
import dev.devsync.target.LaunchedProcess;
import dev.devsync.target.Launcher;
import dev.devsync.target.TargetException;
import dev.devsync.tree.StopSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds out when an app answers. Ports and URLs are looked at from within the target, so that nothing needs to be
/// published; a probe is started before the app, so that it costs no time after it.
final class Readiness implements AutoCloseable {

    /// How it ended.
    enum Result {
        READY,
        TIMED_OUT,
        /// The app ended first, or something newer has arrived.
        GIVEN_UP
    }

    private static final long LOOK_MILLIS = 5;

    /// Says at once whether the port is free, then waits until something listens. /proc/net/tcp needs no tool; where
    /// it is missing (no Linux), a connection is tried.
    private static final String TCP = """
            port=$(printf %04X "$1")
            listens() {
              [ -r /proc/net/tcp ] || { command -v nc >/dev/null && nc -z 127.0.0.1 "$1"; return; }
              for f in /proc/net/tcp /proc/net/tcp6; do
                [ -r "$f" ] || continue
                while read -r n local remote state rest; do
                  case $local:$state in *:"$port":0A) return 0 ;; esac
                done <"$f"
              done
              return 1
            }
            listens "$1" && echo taken || echo free
            n=0
            until listens "$1"; do
              n=$((n + 1))
              if [ $n -lt 200 ]; then sleep 0.01 2>/dev/null || sleep 1; else sleep 0.1 2>/dev/null || sleep 1; fi
            done""";

    /// The first tool that is there makes the request; each takes a second at most.
    private static final String HTTP = """
            echo free
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

    private final Ready ready;
    private final @Nullable Pattern log;
    private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final @Nullable LaunchedProcess probe;
    private volatile boolean logged;

    private Readiness(Ready ready, Launcher launcher, String name, Step app, StopSignal stop) throws TargetException {
        this.ready = ready;
        this.log = ready.check() instanceof Ready.Check.Log(String pattern) ? Pattern.compile(pattern) : null;
        Launch launch = launch(ready, name, app, stop);
        this.probe = launch == null ? null : launcher.start(launch, said::add);
    }

    /// Starts looking, before the app is started.
    static Readiness watch(Ready ready, Launcher launcher, String name, Step app, StopSignal stop)
            throws TargetException {
        return new Readiness(ready, launcher, name, app, stop);
    }

    /// What is started for the check; null if nothing runs in the target for it.
    static @Nullable Launch launch(Ready ready, String name, Step app, StopSignal stop) {
        List<String> command = switch (ready.check()) {
            case Ready.Check.Tcp(int port) -> List.of("sh", "-c", TCP, "probe", Integer.toString(port));
            case Ready.Check.Http(String url) -> List.of("sh", "-c", HTTP, "probe", url);
            case Ready.Check.Log _ -> List.<String>of();
            case Ready.Check.Command(Step step) ->
                List.of(
                        "sh",
                        "-c",
                        "echo free; until \"$@\" >/dev/null 2>&1; do sleep 0.1 2>/dev/null || sleep 1; done",
                        "probe");
        };
        if (command.isEmpty()) {
            return null;
        }
        if (ready.check() instanceof Ready.Check.Command(Step own)) {
            List<String> full = new ArrayList<>(command);
            full.addAll(own.command());
            return new Launch(name, full, own.folder(), own.environment(), own.user(), stop, Launch.Output.OURS_ONLY);
        }
        return new Launch(name, command, app.folder(), Map.of(), app.user(), stop, Launch.Output.OURS_ONLY);
    }

    /// Whether the port was taken before the app was started.
    boolean wasTaken() throws InterruptedException {
        return probe != null && "taken".equals(said.poll(5, TimeUnit.SECONDS));
    }

    /// Told each line that the app writes.
    void line(String line) {
        if (log != null && log.matcher(line).find()) {
            logged = true;
        }
    }

    /// @param givenUp asked again and again: whether to wait no longer
    Result await(BooleanSupplier givenUp) throws TargetException, InterruptedException {
        long end = System.nanoTime() + ready.timeout().toNanos();
        while (true) {
            if (logged || isProbeDone()) {
                return Result.READY;
            }
            if (givenUp.getAsBoolean()) {
                return Result.GIVEN_UP;
            }
            if (System.nanoTime() - end > 0) {
                return Result.TIMED_OUT;
            }
            if (probe == null) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    private boolean isProbeDone() throws TargetException, InterruptedException {
        if (probe == null) {
            return false;
        }
        try {
            int code = probe.exit().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (code != 0) {
                throw new TargetException.Refused(
                        "`ready` cannot be checked: " + (said.isEmpty() ? Outcome.exit(code) : String.join("; ", said)),
                        "Use another kind of check: tcp, log or command.");
            }
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

    int port() {
        return ready.check() instanceof Ready.Check.Tcp(int port) ? port : 0;
    }

    @Override
    public void close() {
        if (probe != null) {
            try {
                probe.stop(new StopSignal("KILL", Duration.ofSeconds(1)));
            } catch (TargetException e) {
                said.clear(); // its connection is gone, and so is it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            probe.close();
        }
    }
}
