package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.devsync.target.TargetException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/// An image with a static busybox, and the program taken out of it: once for each architecture, whoever asks.
final class BusyboxImage {

    /// Two megabytes over a slow line; the engine unpacks it too.
    private static final Duration PULL_LIMIT = Duration.ofMinutes(2);

    /// How long a failure stands before the engine is asked again: replicas come together.
    private static final Duration FAILURE_STANDS = Duration.ofMinutes(1);

    private static final String PROGRAM = "/bin/busybox";
    private static final int LINKS_FOLLOWED = 5;

    /// Busybox has one to two megabytes; what is much larger is something else.
    private static final int LARGEST = 32 << 20;

    private final Engine engine;
    private final String name;
    private final Consumer<String> notes;
    private final Map<String, Fetched> fetched = new HashMap<>();

    /// What came of an attempt: a program, or the reason why there is none.
    private static final class Fetched {
        final byte[] program;
        final TargetException.@Nullable NoAgent trouble;
        private final long since = System.nanoTime();

        Fetched(byte[] program, TargetException.@Nullable NoAgent trouble) {
            this.program = program;
            this.trouble = trouble;
        }

        boolean stands() {
            return trouble == null || System.nanoTime() - since < FAILURE_STANDS.toNanos();
        }
    }

    /// @param name the image, as `docker pull` takes it
    /// @param notes told what takes time or changes the engine, a sentence each
    BusyboxImage(Engine engine, String name, Consumer<String> notes) {
        this.engine = engine;
        this.name = name;
        this.notes = notes;
    }

    String name() {
        return name;
    }

    /// The program, static and for an architecture.
    ///
    /// @throws TargetException.NoAgent if it cannot be had, with the reason
    /// @throws TargetException.Disconnected if the engine cannot be reached
    synchronized byte[] program(String architecture) throws TargetException {
        Fetched known = fetched.get(architecture);
        if (known == null || !known.stands()) {
            known = fetch(architecture);
            fetched.put(architecture, known);
        }
        if (known.trouble != null) {
            throw new TargetException.NoAgent(String.valueOf(known.trouble.getMessage()), known.trouble.advice());
        }
        return known.program;
    }

    /// Only what would be the same next time is an outcome; a lost engine or a session that ends is none.
    private Fetched fetch(String architecture) throws TargetException {
        try {
            return new Fetched(checked(takeOut(provide(architecture)), architecture), null);
        } catch (EngineException.Unreachable e) {
            throw new TargetException.Disconnected(String.valueOf(e.getMessage()), e);
        } catch (EngineException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new TargetException.Disconnected(String.valueOf(e.getMessage()), e);
            }
            return new Fetched(
                    new byte[0],
                    new TargetException.NoAgent(
                            String.valueOf(e.getMessage()),
                            "Try: docker pull " + name + ". Or name another image with a static busybox, as in"
                                    + " `toolbox: IMAGE` at the top of devsync.yaml."));
        } catch (TargetException.NoAgent e) {
            return new Fetched(new byte[0], e);
        }
    }

    /// The architecture of the image as the engine has it.
    ///
    /// @return nothing if it does not have it
    Optional<String> architectureHere() throws EngineException {
        DockerClient docker = engine.client();
        return engine.call("inspect image " + name, () -> {
            try {
                InspectImageResponse image = docker.inspectImageCmd(name).exec();
                return Optional.of(image.getArch() == null ? "" : image.getArch());
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /// Makes sure that the engine has the image.
    ///
    /// @return the platform that has to be asked for, empty if the engine's own choice is right
    private String provide(String architecture) throws EngineException {
        Optional<String> here = architectureHere();
        if (here.isPresent() && here.get().equals(architecture)) {
            return "";
        }
        String platform = "linux/" + architecture;
        notes.accept("pulling " + name + " (" + platform + "), whose busybox helps out where there is no shell");
        DockerClient docker = engine.client();
        boolean pulled = engine.call("pull " + name, PULL_LIMIT.plusSeconds(5), () -> {
            try {
                return docker.pullImageCmd(name)
                        .withPlatform(platform)
                        .start()
                        .awaitCompletion(PULL_LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
        if (!pulled) {
            throw new EngineException.Failed(
                    "pulling " + name + " did not end within " + PULL_LIMIT.toSeconds() + " s", 0, null);
        }
        return platform;
    }

    /// Takes the program out of a container that is never started.
    private byte[] takeOut(String platform) throws EngineException, TargetException {
        DockerClient docker = engine.client();
        String id = engine.call("make a container of " + name, () -> {
            var create = docker.createContainerCmd(name)
                    .withCmd(PROGRAM)
                    .withLabels(Map.of("dev.devsync.throwaway", "toolbox"));
            return (platform.isEmpty() ? create : create.withPlatform(platform))
                    .exec()
                    .getId();
        });
        try (ArchiveAccess files = new ArchiveAccess(engine, engine.container(new ContainerId(id)))) {
            return program(files);
        } finally {
            engine.call(
                    "remove container " + id,
                    () -> docker.removeContainerCmd(id)
                            .withForce(true)
                            .withRemoveVolumes(true)
                            .exec());
        }
    }

    private byte[] program(ArchiveAccess files) throws TargetException {
        String path = PROGRAM;
        for (int i = 0; i < LINKS_FOLLOWED; i++) {
            Found found = files.read(path, (archive, progress) -> Found.in(archive));
            if (found == null) {
                break;
            }
            if (found.link.isEmpty()) {
                return found.content;
            }
            path = found.link.startsWith("/") ? found.link : "/bin/" + found.link;
        }
        throw new TargetException.NoAgent(
                "the image " + name + " has no " + PROGRAM,
                "Name an image with a static busybox, as in `toolbox: busybox:1.37.0-musl`.");
    }

    /// What a path of the image is: a link, a file, or something else.
    private static final class Found {
        final String link;
        final byte[] content;

        Found(String link, byte[] content) {
            this.link = link;
            this.content = content;
        }

        static Found in(InputStream archive) throws IOException {
            TarArchiveInputStream tar = new TarArchiveInputStream(archive, ISO_8859_1.name());
            TarArchiveEntry entry = tar.getNextEntry();
            if (entry != null && entry.isSymbolicLink()) {
                return new Found(entry.getLinkName(), new byte[0]);
            }
            boolean usable = entry != null && entry.isFile() && entry.getSize() <= LARGEST;
            return new Found("", usable ? tar.readNBytes(LARGEST) : new byte[0]);
        }
    }

    private byte[] checked(byte[] program, String architecture) throws TargetException.NoAgent {
        ElfProgram elf = ElfProgram.read(program)
                .orElseThrow(() -> new TargetException.NoAgent(
                        PROGRAM + " of the image " + name + " is no Linux program", "Name another image."));
        if (!elf.architecture().equals(architecture)) {
            throw new TargetException.NoAgent(
                    "the busybox of " + name + " is for " + elf.architecture() + ", the container is " + architecture,
                    "Try: docker pull --platform linux/" + architecture + " " + name);
        }
        if (elf.linkage() == ElfProgram.Linkage.DYNAMIC) {
            throw new TargetException.NoAgent(
                    "the busybox of " + name + " is not static: it needs libraries that the container does not have",
                    "Name an image with a static busybox, as in `toolbox: busybox:1.37.0-musl`.");
        }
        return program;
    }
}
