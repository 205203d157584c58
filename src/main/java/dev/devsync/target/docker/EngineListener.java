package dev.devsync.target.docker;

/// Told what happens to an engine's containers. Called by one thread; must return soon and not throw.
public interface EngineListener {

    /// The stream of events is open, for the first time or again. What happened before is not told: list now.
    void onConnected();

    /// Something happened to a container. A hint: look at the container before acting on it. May be told twice
    /// within a second of a connection.
    void onChange(ContainerId id, ContainerChange change);

    /// The stream of events is gone, or could not be opened at first. It is being opened again; told once until then.
    ///
    /// @param message what happened, for people
    void onLost(String message);
}
