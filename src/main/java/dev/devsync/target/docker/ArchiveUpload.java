package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.time.Duration;

/// One upload of an archive into a container (`PUT /containers/ID/archive`).
///
/// Over a wire of its own: docker-java wants a stream to read from, which would take a second thread and a pipe,
/// and loses the engine's message when the engine refuses in the middle of an upload.
final class ArchiveUpload implements AutoCloseable {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Wire wire;
    private final Chunks chunks = new Chunks();
    private final OutputStream out = new BufferedOutputStream(chunks, CHUNK_BYTES);

    private ArchiveUpload(Wire wire) {
        this.wire = wire;
    }

    /// @param folder where the archive is unpacked; must exist
    static ArchiveUpload open(EngineAddress address, ContainerId container, String folder, Duration limit)
            throws IOException, EngineException {
        ArchiveUpload upload = new ArchiveUpload(Wire.open(address, limit));
        // Without the second parameter a file would replace a whole folder, with all that is in it.
        String head = "PUT /containers/" + container.value() + "/archive?path=" + URLEncoder.encode(folder, UTF_8)
                + "&noOverwriteDirNonDir=1 HTTP/1.1\r\nHost: docker\r\nContent-Type: application/x-tar\r\n"
                + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
        upload.chunks.raw(head);
        return upload;
    }

    /// Where the archive's bytes go.
    OutputStream out() {
        return out;
    }

    /// How many bytes of the archive were sent.
    long bytesSent() {
        return chunks.sent;
    }

    /// Waits until everything is unpacked.
    ///
    /// @throws EngineException.Failed if the engine could not unpack all of it
    void finish() throws IOException, EngineException {
        IOException broken = null;
        try {
            out.flush();
            chunks.raw("0\r\n\r\n");
        } catch (IOException e) {
            broken = e; // an engine that refuses stops reading; what it has to say is still there to be read
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096).limit(0);
        HttpHead head;
        try {
            head = HttpHead.read(wire, buffer);
        } catch (IOException e) {
            throw broken == null ? e : broken;
        }
        if (head.status() != 200) {
            throw new EngineException.Failed(EngineMessage.of(head.errorBody(wire, buffer)), head.status(), broken);
        }
    }

    @Override
    public void close() {
        wire.close();
    }

    private final class Chunks extends OutputStream {
        private long sent;

        void raw(String text) throws IOException {
            byte[] bytes = text.getBytes(US_ASCII);
            wire.write(bytes, 0, bytes.length);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                raw(Integer.toHexString(length) + "\r\n");
                wire.write(bytes, offset, length);
                raw("\r\n");
                sent += length;
            }
        }
    }
}
