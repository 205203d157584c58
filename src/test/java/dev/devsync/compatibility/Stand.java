package dev.devsync.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/// Three containers of one image and user, with everything mounted in which a target may be.
final class Stand implements AutoCloseable {

    /// A container that gets this as its label is one of the three.
    static final String LABEL = "dev.devsync.test.compatibility";

    private final Engine engine;
    private final DockerClient docker;
    private final Image image;
    private final ContainerUser user;
    private final Place.Rig rig;
    private final Path folder;
    private final String name;
    private final List<String> containers = new ArrayList<>();
    private final List<String> volumes = new ArrayList<>();

    /// @param folder an empty folder of the host's, for bind mounts
    Stand(Engine engine, Image image, ContainerUser user, Place.Rig rig, Path folder) throws Exception {
        this.engine = engine;
        this.docker = TestEngine.docker(engine);
        this.image = image;
        this.user = user;
        this.rig = rig;
        this.folder = folder;
        this.name = "devsync-it-" + System.nanoTime();
    }

    String name() {
        return name;
    }

    /// The name of one of the containers.
    ///
    /// @param number 1, 2 or 3
    String container(int number) {
        return name + "-" + number;
    }

    List<String> containers(Replicas replicas) {
        return containers.subList(0, replicas.count());
    }

    /// @throws DockerException if the engine starts no such container
    void start() throws Exception {
        HostConfig host = HostConfig.newHostConfig();
        List<Bind> binds = new ArrayList<>();
        Map<String, String> tmpfs = new HashMap<>();
        for (Place place : rig.places()) {
            for (Replicas replicas : Replicas.values()) {
                String target = place.target(replicas);
                if (place.isInMemory()) {
                    tmpfs.put(target, "rw,size=8m");
                } else if (place.isVolume() || place == Place.BIND) {
                    binds.add(new Bind(source(place, replicas), new Volume(target)));
                }
            }
        }
        host.withBinds(binds).withTmpFs(tmpfs).withReadonlyRootfs(rig != Place.Rig.WRITABLE);
        for (int number = 1; number <= Replicas.THREE.count(); number++) {
            var create = TestEngine.create(engine, image.image());
            Map<String, String> labels = new HashMap<>(create.getLabels());
            labels.put(LABEL, name);
            String id = create.withName(container(number))
                    .withLabels(labels)
                    .withUser(user.value())
                    .withHostConfig(host)
                    .exec()
                    .getId();
            containers.add(id);
            docker.startContainerCmd(id).exec();
        }
    }

    private String source(Place place, Replicas replicas) throws IOException {
        String source = name + "-" + place.name().toLowerCase(Locale.ROOT) + replicas.count();
        if (place.isVolume()) {
            docker.createVolumeCmd().withName(source).exec();
            volumes.add(source);
            return source;
        }
        // As a developer's own folder is for a container that has the developer's uid.
        Path shared = Files.createDirectory(folder.resolve(source));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        return shared.toString();
    }

    /// What is at a place in a container.
    SortedMap<String, String> look(String container, Place place, Replicas replicas)
            throws IOException, InterruptedException {
        String target = place.target(replicas);
        return place.isInMemory()
                ? Look.byTar(docker, container, target, tar())
                : Look.byArchive(docker, container, target);
    }

    private List<String> tar() {
        return image == Image.NO_SHELL ? List.of("/.devsync-toolbox/bin/busybox", "tar") : List.of("tar");
    }

    /// Nothing runs but what ran before.
    void assertNoProcesses() {
        for (String container : containers) {
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(TestEngine.processes(engine, container))
                            .singleElement()
                            .asString()
                            .contains("sleep"));
        }
    }

    /// Nothing of devsync's own is in the file systems. Into a tmpfs nobody sees without a shell.
    ///
    /// @param reached places that were synced to
    void assertNoLeftovers(List<Cell> reached) throws IOException, InterruptedException {
        for (String container : containers) {
            assertThat(docker.containerDiffCmd(container).exec())
                    .as("changes in %s", container)
                    .noneMatch(change -> change.getPath().contains(".devsync"));
        }
        for (Cell cell : reached) {
            if (!cell.place().isInMemory() || image != Image.NO_SHELL) {
                for (String container : containers(cell.replicas())) {
                    assertThat(look(container, cell.place(), cell.replicas()).keySet())
                            .as("in %s", cell)
                            .noneMatch(path -> path.contains(".devsync"));
                }
            }
        }
    }

    @Override
    public void close() {
        containers.forEach(this::remove);
        volumes.forEach(volume -> docker.removeVolumeCmd(volume).exec());
    }

    private void remove(String container) {
        try {
            docker.killContainerCmd(container).exec(); // podman's removal by force first waits ten seconds (5.8)
        } catch (DockerException e) {
            // It never started.
        }
        docker.removeContainerCmd(container)
                .withForce(true)
                .withRemoveVolumes(true)
                .exec();
    }
}
