package dev.devsync.watch;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// For the flight recorder: dirty paths were looked at, until the new tree was published. Costs nothing while nobody
/// records.
@Name("dev.devsync.Look")
@Label("Look")
@Category("devsync")
@Description("Dirty paths are looked at and a new tree is published")
@StackTrace(false)
final class LookEvent extends Event {

    @Label("Paths")
    int paths;

    /// From the system's first event on.
    @Label("Waited")
    @Timespan(Timespan.NANOSECONDS)
    long waited;

    /// Of files, to tell two contents apart that size and time do not.
    @Label("Hashed")
    @DataAmount
    long hashed;

    @Label("Revision")
    long revision;
}
