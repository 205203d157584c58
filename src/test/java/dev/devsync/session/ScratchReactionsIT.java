package dev.devsync.session;

import dev.devsync.config.ToolboxChoice;

/// In an image without a shell, builds and apps get the toolbox's.
class ScratchReactionsIT extends ContainerReactionsContract {

    ScratchReactionsIT() {
        super("scratch");
    }

    @Override
    ToolboxChoice toolbox() {
        return new ToolboxChoice("devsync-test/busybox");
    }
}
