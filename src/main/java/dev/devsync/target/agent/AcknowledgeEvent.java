package dev.devsync.target.agent;

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

    /// Ends it.
    void done(String from) {
        end();
        if (shouldCommit()) {
            root = from;
            commit();
        }
    }
}
