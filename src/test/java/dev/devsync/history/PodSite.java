package dev.devsync.history;

import java.io.IOException;

/// A folder in a pod: the same as in the container that the pod's processes run in, found by other words.
record PodSite(ContainerSite container, String selector) implements Site {

    @Override
    public String location() {
        return "pod: \"" + selector + "\"";
    }

    @Override
    public String root() {
        return container.root();
    }

    @Override
    public Picture look() throws IOException, InterruptedException {
        return container.look();
    }
}
