package dev.devsync.session;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// For the flight recorder: what a target lacks was found out.
@Name("dev.devsync.Difference")
@Label("Difference")
@Category("devsync")
@Description("The difference between what a target has acknowledged and the source's tree")
@StackTrace(false)
final class DifferenceEvent extends Event {

    @Label("Target")
    String target = "";

    @Label("Changes")
    int changes;

    /// From the publishing of the tree on: until the target's thread had woken up, or was done with what came before.
    @Label("Waited")
    @Timespan(Timespan.NANOSECONDS)
    long waited;
}
