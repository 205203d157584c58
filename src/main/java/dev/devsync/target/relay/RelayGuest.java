package dev.devsync.target.relay;

import dev.devsync.target.Access;
import dev.devsync.target.Applied;
import dev.devsync.target.Claim;
import dev.devsync.target.Progress;
import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A relay's end of a connection that was let in.
final class RelayGuest {

    /// How long a laptop may say nothing. While it runs it asks every two seconds; one that sleeps connects anew.
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /// How often somebody who follows hears something even if nothing changes.
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    /// How often to look for news: often while something is on its way.
    private static final Duration GLANCE = Duration.ofMillis(5);

    private static final Duration LOOK = Duration.ofMillis(100);

    /// How long after the last news more is expected to follow: a target may be in trouble for hours.
    private static final Duration EXPECTING = Duration.ofSeconds(10);

    /// A laptop asks for less.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    private final Socket socket;
    private final RelayReader in;
    private final RelayWriter out;
    private final Hub hub;
    private final Path incoming;

    RelayGuest(Socket socket, RelayReader in, RelayWriter out, Hub hub, Path incoming) {
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.hub = hub;
        this.incoming = incoming;
    }

    void serve() throws IOException {
        socket.setSoTimeout(Math.toIntExact(SILENCE.toMillis()));
        Mark what = in.mark();
        switch (what) {
            case PING -> answer(() -> true, _ -> {});
            case WRITE -> serveFolder(Access.WRITE);
            case LOOK -> serveFolder(Access.LOOK);
            case FOLLOW -> report();
            case COMPARE -> {
                TargetPath root = root();
                answer(() -> hub.compare(root), found -> out.list(found, out::comparison));
            }
            default -> throw new IOException("a connection for " + what);
        }
    }

    private TargetPath root() throws IOException {
        try {
            return new TargetPath(in.text());
        } catch (IllegalArgumentException e) {
            throw new IOException("no folder", e);
        }
    }

    private SyncMode mode() throws IOException {
        String word = in.text();
        for (SyncMode mode : SyncMode.values()) {
            if (mode.keyword().equals(word)) {
                return mode;
            }
        }
        throw new IOException("no mode");
    }

    private Claim claim() throws IOException {
        try {
            String writer = in.text();
            long age = in.number();
            return new Claim(writer, age < 0 ? null : Instant.now().minusMillis(age));
        } catch (IllegalArgumentException e) {
            throw new IOException("no writer", e);
        }
    }

    private void serveFolder(Access access) throws IOException {
        TargetOptions options = new TargetOptions(root(), mode(), null, access, claim());
        String writer = UUID.randomUUID().toString();
        Target[] opened = new Target[1];
        boolean open = answer(() -> opened[0] = hub.connect(options, writer), target -> {
            out.text(writer);
            out.capabilities(target.capabilities());
        });
        if (!open) {
            return;
        }
        try (Target target = opened[0]) {
            while (serve(target, in.mark())) {
                // the next question
            }
        }
    }

    /// @return whether the connection can be used for more
    private boolean serve(Target target, Mark question) throws IOException {
        return switch (question) {
            case CHECK ->
                answer(
                        () -> {
                            target.check();
                            return true;
                        },
                        _ -> {});
            case SCAN -> answer(target::scan, out::snapshot);
            case LIST -> {
                List<RelativePath> folders = in.list(in::path);
                yield answer(() -> target.list(folders), found -> {
                    out.number(found.isPresent() ? 1 : 0);
                    if (found.isPresent()) {
                        out.entries(found.get());
                    }
                });
            }
            case DIGESTS -> {
                List<RelativePath> files = in.list(in::path);
                yield answer(() -> target.digests(files), out::digests);
            }
            case APPLY -> {
                try (Incoming delta = Incoming.receive(in, incoming)) {
                    yield answer(() -> apply(target, delta), applied -> out.problems(applied.problems()));
                }
            }
            case RECORD -> {
                var owned = in.tree();
                yield answer(
                        () -> {
                            target.recordOwned(owned);
                            return true;
                        },
                        _ -> {});
            }
            case COMPLETED -> {
                long revision = in.number();
                yield answer(
                        () -> {
                            target.completed(revision);
                            return true;
                        },
                        _ -> {});
            }
            case PASSED_ON -> {
                Duration asked = Duration.ofMillis(Math.clamp(in.number(), 0, LONGEST_WAIT.toMillis()));
                yield answer(() -> target.awaitPassedOn(asked), missing -> out.list(missing, out::text));
            }
            default -> throw new IOException("asked for " + question);
        };
    }

    private static Applied apply(Target target, Incoming delta) throws TargetException {
        return target.apply(delta.usable(), delta::fileOf, Progress.NONE);
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws TargetException;
    }

    @FunctionalInterface
    private interface Written<T> {
        void write(T answer) throws IOException;
    }

    /// Does what was asked for, says every second that it is being done, then what came of it.
    ///
    /// @return whether the connection can be used for more
    private <T> boolean answer(Work<T> work, Written<T> written) throws IOException {
        TargetException trouble;
        Busy busy = new Busy(out);
        try {
            T done = work.run();
            busy.end();
            out.mark(Mark.DONE);
            written.write(done);
            out.flush();
            return true;
        } catch (TargetException e) {
            trouble = e;
        } catch (RuntimeException e) {
            trouble = new TargetException.Disconnected("an error of the relay's own: " + e, e);
        } finally {
            busy.end();
        }
        out.mark(Mark.TROUBLE);
        out.trouble(trouble);
        out.flush();
        return trouble instanceof TargetException.NoSpace || trouble instanceof TargetException.Stale;
    }

    /// Tells how it stands until nobody listens any more.
    private void report() throws IOException {
        out.mark(Mark.DONE);
        List<HubReport> told = List.of();
        long toldAt = 0;
        long newsAt = System.nanoTime();
        while (true) {
            List<HubReport> now = hub.reports();
            if (!now.equals(told)) {
                newsAt = System.nanoTime();
            }
            if (toldAt == 0 || !now.equals(told) || System.nanoTime() - toldAt > HEARTBEAT.toNanos()) {
                out.list(now, out::report);
                out.flush();
                told = now;
                toldAt = System.nanoTime();
            }
            boolean settled = now.stream()
                    .allMatch(each -> each.upToDate().size() == each.passed().size());
            try {
                boolean soon = !settled && System.nanoTime() - newsAt < EXPECTING.toNanos();
                Thread.sleep(soon ? GLANCE : LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
