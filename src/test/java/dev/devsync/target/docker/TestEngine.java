package dev.devsync.target.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Info;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/// The engine that the tests run against, and containers in it.
public final class TestEngine {

    /// A thread for each task: the common pool has a single one on a small machine, and these tasks block.
    static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

    /// On every container of the tests; `.ci/test` looks afterwards whether its run left any.
    private static final Map<String, String> LABELS =
            Map.of("dev.devsync.test-run", Objects.requireNonNullElse(System.getenv("DEVSYNC_TEST_RUN"), "by hand"));

    private TestEngine() {}

    /// Where the engine is: `DOCKER_HOST`, or what the docker CLI would take.
    public static EngineAddress address() throws EngineException {
        return EngineAddress.resolve(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /// Connects, and makes sure that Testcontainers found the same engine.
    public static Engine connect() throws EngineException {
        Engine engine = Engine.connect(address());
        assertThat(identity(DockerClientFactory.instance().getInfo()))
                .as("the engine of Testcontainers is the one at " + engine.address())
                .isEqualTo(identity(engine.client().infoCmd().exec()));
        return engine;
    }

    /// By where it keeps its images, because podman gives itself a new id with each answer (5.8).
    private static String identity(Info info) {
        return info.getName() + ":" + info.getDockerRootDir();
    }

    /// docker-java's own client, for what only tests do to containers.
    public static DockerClient docker(Engine engine) throws EngineException {
        return engine.client();
    }

    /// Whether the engine has an image of that name and tag.
    public static boolean hasImage(Engine engine, String image) throws EngineException {
        try {
            docker(engine).inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    /// A container of an image that `.ci/images` made, not started yet.
    ///
    /// @param image the last part of the name: `busybox`, `debian`, `scratch`
    public static GenericContainer<?> container(String image) {
        return new GenericContainer<>(DockerImageName.parse("devsync-test/" + image + ":latest"))
                .withImagePullPolicy(_ -> false)
                .withLabels(LABELS)
                .withCommand("sleep", "infinity");
    }

    public static GenericContainer<?> start(String image) {
        GenericContainer<?> container = container(image);
        container.start();
        return container;
    }

    public static ContainerInfo info(Engine engine, GenericContainer<?> container) throws EngineException {
        return engine.container(new ContainerId(container.getContainerId()));
    }

    /// What the engine says of a container that something else has made.
    public static ContainerInfo info(Engine engine, String id) throws EngineException {
        return engine.container(new ContainerId(id));
    }

    /// A container of an image that `.ci/images` made, with the tests' label, for what Testcontainers cannot do.
    public static CreateContainerCmd create(Engine engine, String image) throws EngineException {
        return engine.client()
                .createContainerCmd("devsync-test/" + image + ":latest")
                .withLabels(LABELS)
                .withCmd("sleep", "infinity");
    }

    /// The command lines of what runs in a container, without zombies.
    public static List<String> processes(Engine engine, GenericContainer<?> container) throws EngineException {
        return processes(engine, container.getContainerId());
    }

    /// The same of a container by its id.
    public static List<String> processes(Engine engine, String container) throws EngineException {
        var top = engine.client().topContainerCmd(container).exec();
        List<String> titles = Arrays.asList(top.getTitles());
        int column = Math.max(titles.indexOf("CMD"), titles.indexOf("COMMAND")); // podman's word
        return Arrays.stream(top.getProcesses())
                .map(process -> process[column])
                .filter(command -> !command.contains("<defunct>"))
                .toList();
    }

    /// Runs a shell command in a container as root, whoever its own user is.
    public static void asRoot(Engine engine, GenericContainer<?> container, String command) throws Exception {
        var exec = engine.client()
                .execCreateCmd(container.getContainerId())
                .withUser("0:0")
                .withCmd("sh", "-c", command)
                .withAttachStdout(true)
                .exec();
        engine.client()
                .execStartCmd(exec.getId())
                .exec(new ResultCallback.Adapter<>())
                .awaitCompletion();
    }

    /// Makes a container that Testcontainers would not make, does something with it and removes it.
    static void raw(
            Engine engine, String name, Consumer<com.github.dockerjava.api.command.CreateContainerCmd> setup, Work work)
            throws Exception {
        DockerClient docker = engine.client();
        var create = docker.createContainerCmd("devsync-test/busybox:latest")
                .withName(name)
                .withLabels(LABELS);
        setup.accept(create);
        String id = create.exec().getId();
        try {
            work.with(new ContainerId(id));
        } finally {
            docker.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        }
    }

    /// Makes a container, without starting it, for some work and removes it.
    public static void create(
            Engine engine, Consumer<com.github.dockerjava.api.command.CreateContainerCmd> setup, Work work)
            throws Exception {
        raw(engine, "devsync-test-" + UUID.randomUUID(), setup, work);
    }

    @FunctionalInterface
    public interface Work {
        void with(ContainerId id) throws Exception;
    }
}
