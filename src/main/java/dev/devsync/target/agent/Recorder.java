package dev.devsync.target.agent;

import dev.devsync.target.TargetException;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/// Tells Java's flight recorder what becomes of a delta, if it runs. Else the events' classes are not even touched:
/// the first one sets up the whole recorder, which takes some 30 ms of a start.
final class Recorder {

    private final String root;

    /// Waits for an answer.
    @FunctionalInterface
    interface Waiting {
        void run() throws IOException, TargetException;
    }

    /// Something is being sent.
    @FunctionalInterface
    interface Sending {
        Sending UNRECORDED = (changes, bytes) -> {};

        /// Ends it.
        void done(int changes, long bytes);
    }

    Recorder(TargetPath root) {
        this.root = root.value();
    }

    Sending begin() {
        if (!FlightRecorder.isInitialized()) {
            return Sending.UNRECORDED;
        }
        SendEvent event = new SendEvent();
        event.begin();
        return (changes, bytes) -> event.done(root, changes, bytes);
    }

    void acknowledged(Waiting answer) throws IOException, TargetException {
        @Nullable AcknowledgeEvent event = FlightRecorder.isInitialized() ? new AcknowledgeEvent() : null;
        if (event != null) {
            event.begin();
        }
        answer.run();
        if (event != null) {
            event.done(root);
        }
    }
}
