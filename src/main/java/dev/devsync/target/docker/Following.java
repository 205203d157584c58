package dev.devsync.target.docker;

/// Events are being followed; closing ends that.
public interface Following extends AutoCloseable {

    /// Ends the following. A call to the listener that is under way may still end after this.
    @Override
    void close();
}
