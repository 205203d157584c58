package dev.devsync.history;

import java.io.IOException;
import java.nio.file.Path;

/// A folder of this machine.
record LocalSite(Path folder) implements Site {

    @Override
    public String location() {
        return "local: true";
    }

    @Override
    public String root() {
        return folder.toString();
    }

    @Override
    public Picture look() throws IOException {
        return FolderPicture.of(folder, TarPicture::isOurs);
    }
}
