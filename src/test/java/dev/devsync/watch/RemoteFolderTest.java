package dev.devsync.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteFolderTest {

    @ParameterizedTest
    @CsvSource({
        "nfs4, true",
        "9p, true",
        "virtiofs, true",
        "fuse.sshfs, true",
        "ext4, false",
        "overlay, false",
        "tmpfs, false",
        "apfs, false",
        "fakeowner, false"
    })
    void tells_file_systems_of_other_machines(String type, boolean remote) {
        assertThat(RemoteFolder.isRemote(type)).isEqualTo(remote);
    }

    @Test
    void says_nothing_of_a_folder_that_is_not_there() {
        assertThat(RemoteFolder.typeOf(Path.of("/no/such/folder"))).isEmpty();
    }
}
