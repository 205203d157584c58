package dev.devsync.history;

import java.io.IOException;

/// A place for one target folder, not used before.
interface Site {

    /// The line of devsync.yaml that says where the target is.
    String location();

    /// The target folder, absolute.
    String root();

    /// What is in the target folder, seen by other means than devsync's.
    Picture look() throws IOException, InterruptedException;
}
