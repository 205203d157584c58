package dev.devsync.target.agent;

import java.io.InputStream;
import java.io.OutputStream;

/// A duplex byte stream to a process that was started in a target.
public interface AgentChannel extends AutoCloseable {

    /// The process's standard output. Reading ends (-1) when the process has ended or the stream broke.
    InputStream output();

    /// The process's standard input, unbuffered: what is written is sent at once.
    OutputStream input();

    /// The last few kilobytes of the process's standard error, for messages.
    String diagnostics();

    /// Ends the stream; the process sees the end of its input. May be called twice and from any thread: a read or
    /// write that is under way in another thread ends.
    @Override
    void close();
}
