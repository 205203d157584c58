package dev.devsync.session;

import dev.devsync.target.agent.AgentTransport;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.EngineException;
import dev.devsync.target.docker.ExecTransport;
import dev.devsync.target.docker.ThrowawayContainer;
import dev.devsync.target.local.LocalTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a demonstration syncs to.
///
/// @param introduction what it is, a sentence
/// @param location the line of devsync.yaml that says where the target is
/// @param target the folder in it
/// @param transport runs a process there
/// @param remover takes away what was made for it
record DemoPlace(String introduction, String location, String target, AgentTransport transport, Remover remover) {

    /// Takes away what was made.
    @FunctionalInterface
    interface Remover {
        void remove() throws EngineException;
    }

    /// A new container.
    ///
    /// @param image its image; empty to find or pull a small one
    static DemoPlace container(Engine engine, String image) throws EngineException {
        String usable = image.isEmpty() ? ThrowawayContainer.findImage(engine) : image;
        String name = "devsync-demo-" + Long.toString(System.nanoTime(), 36);
        ThrowawayContainer container = ThrowawayContainer.start(engine, name, usable);
        String introduction = "Using " + engine.version() + " at " + engine.address() + ", container " + name
                + " of image " + usable + ".";
        return new DemoPlace(
                introduction,
                "container: " + name,
                "/app",
                new ExecTransport(engine, container.info(), null),
                container::close);
    }

    /// A folder of this machine.
    ///
    /// @param why why it is no container
    static DemoPlace local(Path folder, String why) throws IOException {
        Path target = Files.createDirectories(folder.resolve("target"));
        return new DemoPlace(
                "No container (" + why + "): a local folder takes its place; all else is the same.",
                "local: true",
                target.toString(),
                new LocalTransport(),
                () -> {});
    }
}
