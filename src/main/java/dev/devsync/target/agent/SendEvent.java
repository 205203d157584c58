package dev.devsync.target.agent;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// For the flight recorder: changes were read from the host, encoded and written to the agent's stream, which go hand
/// in hand.
@Name("dev.devsync.Send")
@Label("Send")
@Category("devsync")
@Description("Changes are read, encoded and written to the stream")
@StackTrace(false)
final class SendEvent extends Event {

    @Label("Root")
    String root = "";

    @Label("Changes")
    int changes;

    @Label("Bytes")
    @DataAmount
    long bytes;

    /// Ends it.
    void done(String to, int count, long size) {
        end();
        if (shouldCommit()) {
            root = to;
            changes = count;
            bytes = size;
            commit();
        }
    }
}
