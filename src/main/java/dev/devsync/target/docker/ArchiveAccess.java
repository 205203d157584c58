package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.target.TargetException;
import dev.devsync.target.agent.Watchdog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/// Reads and writes a container's files through the engine's archive API, and ends what takes too long.
final class ArchiveAccess implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    /// How long nothing may move. An upload took 140 ms on 20.10; unpacking a large one goes on after the last byte.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Engine engine;
    private final ContainerInfo container;
    private final Object lock = new Object();
    private @Nullable AutoCloseable underWay;
    private boolean closed;

    ArchiveAccess(Engine engine, ContainerInfo container) {
        this.engine = engine;
        this.container = container;
    }

    /// What is done with an archive that is read.
    @FunctionalInterface
    interface Reading<T> {
        T from(InputStream archive, LongConsumer progress) throws IOException;
    }

    /// What is written into an archive.
    @FunctionalInterface
    interface Writing {
        void to(OutputStream archive, LongConsumer progress) throws IOException;
    }

    /// Reads what is at a path.
    ///
    /// @return null if nothing is there
    <T> @Nullable T read(String path, Reading<T> reading) throws TargetException {
        try (Watchdog watchdog = new Watchdog(this::end)) {
            watchdog.expectWithin(PATIENCE);
            String request = "/containers/" + container.id().value() + "/archive?path=" + encode(path);
            try (PlainRequest get = begin(PlainRequest.send(engine.address(), request, CONNECT_LIMIT))) {
                return reading.from(get.body(), bytes -> watchdog.expectWithin(PATIENCE));
            } catch (EngineException.Failed e) {
                if (e.status() == 404 && !isGone(e)) {
                    return null;
                }
                throw sorted(e);
            } catch (EngineException | IOException e) {
                throw sorted(e, watchdog);
            } finally {
                finished();
            }
        }
    }

    private static boolean isGone(EngineException e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("no such container");
    }

    /// Reads one small file as text.
    ///
    /// @return empty if it is not there
    String text(String path) throws TargetException {
        String text = read(path, (archive, progress) -> {
            TarArchiveInputStream tar = new TarArchiveInputStream(archive, ISO_8859_1.name());
            var entry = tar.getNextEntry();
            return entry == null || !entry.isFile() ? "" : new String(tar.readAllBytes(), ISO_8859_1);
        });
        return text == null ? "" : text;
    }

    /// Unpacks an archive.
    ///
    /// @param folder where; must exist
    /// @return how many bytes were sent
    /// @throws EngineException.Failed if not all of it could be unpacked
    long write(String folder, Writing writing) throws TargetException, EngineException.Failed {
        try (Watchdog watchdog = new Watchdog(this::end)) {
            watchdog.expectWithin(PATIENCE);
            try (ArchiveUpload put =
                    begin(ArchiveUpload.open(engine.address(), container.id(), folder, CONNECT_LIMIT))) {
                IOException broken = null;
                try {
                    writing.to(put.out(), bytes -> watchdog.expectWithin(PATIENCE));
                } catch (IOException e) {
                    broken = e; // refused in the middle: the answer says why
                }
                put.finish();
                if (broken != null) {
                    throw broken;
                }
                return put.bytesSent();
            } catch (EngineException.Failed e) {
                if (e.status() == 404 && isGone(e)) {
                    throw sorted(e);
                }
                throw e;
            } catch (EngineException | IOException e) {
                throw sorted(e, watchdog);
            } finally {
                finished();
            }
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private TargetException sorted(EngineException.Failed e) {
        return isGone(e)
                ? new TargetException.Disconnected("container " + container.name() + " is gone", e)
                : new TargetException.Disconnected(String.valueOf(e.getMessage()), e);
    }

    private TargetException sorted(Exception e, Watchdog watchdog) {
        if (watchdog.hasBitten()) {
            return new TargetException.Disconnected(
                    "the engine has not moved a byte for " + PATIENCE.toSeconds() + " s", e);
        }
        EngineException sorted = Engine.sorted(engine.address(), "copy files of container " + container.name(), e);
        return switch (sorted) {
            case EngineException.Misconfigured wrong ->
                new TargetException.Refused(String.valueOf(wrong.getMessage()), wrong.advice());
            default -> new TargetException.Disconnected(String.valueOf(sorted.getMessage()), sorted);
        };
    }

    /// Remembers what [#close] has to end.
    private <T extends AutoCloseable> T begin(T connection) throws IOException {
        synchronized (lock) {
            underWay = connection;
            if (closed) {
                end();
                throw new IOException("closed");
            }
        }
        return connection;
    }

    private void finished() {
        synchronized (lock) {
            underWay = null;
        }
    }

    private void end() {
        synchronized (lock) {
            switch (underWay) {
                case PlainRequest get -> get.close();
                case ArchiveUpload put -> put.close();
                case null, default -> {}
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            end();
        }
    }
}
