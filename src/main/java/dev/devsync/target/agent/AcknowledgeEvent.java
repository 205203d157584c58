package dev.devsync.target.agent;

import dev.devsync.target.TargetException;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// For the flight recorder: the agent put into place what it was sent. Begins when the last byte was written.
@Name("dev.devsync.Acknowledge")
@Label("Acknowledge")
@Category("devsync")
@Description("The agent stages, renames and acknowledges")
@StackTrace(false)
final class AcknowledgeEvent extends Event {

    @Label("Root")
    String root = "";

    /// Waits for an answer.
    @FunctionalInterface
    interface Waiting {
        void run() throws IOException, TargetException;
    }

    static void record(TargetPath from, Waiting waiting) throws IOException, TargetException {
        AcknowledgeEvent event = new AcknowledgeEvent();
        event.begin();
        waiting.run();
        event.end();
        if (event.shouldCommit()) {
            event.root = from.value();
            event.commit();
        }
    }
}
