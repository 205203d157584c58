package dev.devsync.target.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnContainerTest {

    private static final String ID = "4f1c".repeat(16);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    private OwnContainer with(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text);
        return OwnContainer.in(root);
    }

    @Test
    void is_found_by_the_files_that_docker_mounts() throws IOException {
        assertThat(with("proc/self/mountinfo", """
                1 2 0:52 / / rw,relatime - overlay overlay rw,lowerdir=/x
                3 1 8:1 /var/lib/docker/containers/%1$s/resolv.conf /etc/resolv.conf rw - ext4 /dev/sda1 rw
                4 1 8:1 /var/lib/docker/containers/%1$s/hostname /etc/hostname rw - ext4 /dev/sda1 rw
                """.formatted(ID)).candidates()).containsExactly(ID);
    }

    @Test
    void is_found_by_the_files_that_podman_mounts() throws IOException {
        assertThat(with(
                                "proc/self/mountinfo",
                                "9 1 0:25 /containers/overlay-containers/" + ID
                                        + "/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw")
                        .candidates())
                .containsExactly(ID);
    }

    @Test
    void is_found_by_its_control_group() throws IOException {
        assertThat(with("proc/self/cgroup", "0::/system.slice/docker-" + ID + ".scope\n")
                        .candidates())
                .containsExactly(ID);
        assertThat(with("proc/self/cgroup", "12:pids:/docker/" + ID + "\n").candidates())
                .containsExactly(ID);
    }

    @Test
    void is_found_by_its_name_in_the_network_only_where_there_is_a_container() throws IOException {
        assertThat(with("etc/hostname", "4f1c4f1c4f1c\n").candidates()).isEmpty();
        assertThat(with(".dockerenv", "").candidates()).containsExactly("4f1c4f1c4f1c");
        assertThat(with("etc/hostname", "vm\n").isLikely()).isFalse();
    }

    @Test
    void is_not_a_container_that_this_machine_runs() throws IOException {
        assertThat(with(
                                "proc/self/mountinfo",
                                "5 1 0:60 / /var/lib/docker/containers/" + ID + "/mounts/shm rw - tmpfs shm rw")
                        .isLikely())
                .isFalse();
    }
}
