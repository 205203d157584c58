package dev.devsync.target.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Image;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A container that exists for a demonstration only. It sleeps; closing removes it.
public final class ThrowawayContainer implements AutoCloseable {

    /// What is pulled where nothing usable is there: 2 MB.
    private static final String PULLED = "busybox:stable";

    /// Small images with a shell, as people and our own tests have them.
    private static final List<String> USABLE =
            List.of(PULLED, "busybox:latest", "alpine:latest", "devsync-test/busybox:latest", "debian:stable-slim");

    private static final Duration PULL_LIMIT = Duration.ofSeconds(25);

    private final Engine engine;
    private final ContainerId id;

    private ThrowawayContainer(Engine engine, ContainerId id) {
        this.engine = engine;
        this.id = id;
    }

    /// Finds a small image on the engine, or pulls one.
    ///
    /// @throws EngineException if there is none and none can be pulled
    public static String findImage(Engine engine) throws EngineException {
        DockerClient docker = engine.client();
        Optional<String> here = engine
                .call("list images", () -> docker.listImagesCmd().exec())
                .stream()
                .map(Image::getRepoTags)
                .filter(tags -> tags != null)
                .flatMap(Arrays::stream)
                .filter(USABLE::contains)
                .findFirst();
        if (here.isPresent()) {
            return here.get();
        }
        boolean pulled = engine.call("pull " + PULLED, () -> {
            try {
                return docker.pullImageCmd(PULLED).start().awaitCompletion(PULL_LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
        if (!pulled) {
            throw new EngineException.Failed(
                    "pulling " + PULLED + " did not end within " + PULL_LIMIT.toSeconds() + " s", 0, null);
        }
        return PULLED;
    }

    /// Makes and starts a container that sleeps for an hour at most.
    public static ThrowawayContainer start(Engine engine, String name, String image) throws EngineException {
        DockerClient docker = engine.client();
        String id = engine.call(
                "make container " + name,
                () -> docker.createContainerCmd(image)
                        .withName(name)
                        .withCmd("sleep", "3600")
                        .withLabels(Map.of("dev.devsync.throwaway", "demo"))
                        .exec()
                        .getId());
        ThrowawayContainer container = new ThrowawayContainer(engine, new ContainerId(id));
        boolean started = false;
        try {
            engine.call(
                    "start container " + name,
                    () -> docker.startContainerCmd(id).exec());
            started = true;
            return container;
        } finally {
            if (!started) {
                container.close();
            }
        }
    }

    public ContainerInfo info() throws EngineException {
        return engine.container(id);
    }

    @Override
    public void close() throws EngineException {
        DockerClient docker = engine.client();
        engine.call(
                "remove container " + id,
                () -> docker.removeContainerCmd(id.value())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec());
    }
}
