package dev.devsync.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Where the histories of reactions are kept: a file for each configuration file, in the user's state folder.
public final class Histories {

    private Histories() {}

    /// @param config the configuration file
    /// @param environment where `XDG_STATE_HOME` is looked up
    /// @param home the user's home, where `.local/state` serves without it
    /// @throws IOException if there is no such folder
    public static Path fileOf(Path config, Map<String, String> environment, Path home) throws IOException {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path folder = (state.isEmpty() ? home.resolve(".local/state") : Path.of(state)).resolve("devsync");
        return folder.resolve("history-" + ControlAddress.name(ControlAddress.real(config)) + ".json");
    }
}
