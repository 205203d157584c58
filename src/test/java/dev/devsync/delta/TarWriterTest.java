package dev.devsync.delta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.tree.Digest;
import dev.devsync.tree.Entry;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.Owner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarWriterTest {

    private static final long TIME = 1_700_000_000_123_456_789L;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    private Path host(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(0, TIME)));
        return file;
    }

    private static Entry.File entry(long size) {
        return new Entry.File(size, TIME, 0640);
    }

    private TarWriter writer(MtimePrecision precision) {
        return new TarWriter(archive, precision, null, n -> {});
    }

    private List<TarArchiveEntry> entries() throws IOException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (TarArchiveInputStream in =
                new TarArchiveInputStream(new ByteArrayInputStream(archive.toByteArray()), ISO_8859_1.name())) {
            for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                assertThat(in.readAllBytes()).hasSize((int) e.getSize());
                entries.add(e);
            }
        }
        return entries;
    }

    @Test
    void keeps_times_to_the_nanosecond() throws Exception {
        try (TarWriter tar = writer(MtimePrecision.NANOSECONDS)) {
            assertThat(tar.file("f", entry(3), host("f", "abc")).outcome()).isEqualTo(HostFile.Outcome.INTACT);
        }
        assertThat(entries().getFirst().getLastModifiedTime().toInstant()).isEqualTo(Instant.ofEpochSecond(0, TIME));
    }

    @Test
    void rounds_times_up_for_targets_that_keep_seconds() throws Exception {
        try (TarWriter tar = writer(MtimePrecision.SECONDS)) {
            tar.file("f", entry(3), host("f", "abc"));
        }
        assertThat(entries().getFirst().getLastModifiedTime().toInstant())
                .isEqualTo(Instant.ofEpochSecond(1_700_000_001));
    }

    @Test
    void writes_the_same_bytes_twice() throws Exception {
        Path file = host("f", "abc");
        for (int i = 0; i < 2; i++) {
            try (TarWriter tar = writer(MtimePrecision.NANOSECONDS)) {
                tar.file("d/f", entry(3), file);
                tar.file("a name of more than a hundred bytes".repeat(5), entry(3), file);
            }
        }
        byte[] both = archive.toByteArray();
        int half = both.length / 2;
        assertThat(Arrays.copyOf(both, half)).isEqualTo(Arrays.copyOfRange(both, half, both.length));
    }

    @Test
    void names_no_user_and_gives_the_owner_in_numbers() throws Exception {
        try (TarWriter tar = new TarWriter(archive, MtimePrecision.SECONDS, new Owner(1000, 1001), n -> {})) {
            tar.directory("d", new Entry.Directory(0750));
        }
        TarArchiveEntry entry = entries().getFirst();
        assertThat(entry.getLongUserId()).isEqualTo(1000);
        assertThat(entry.getLongGroupId()).isEqualTo(1001);
        assertThat(entry.getUserName()).isEmpty();
        assertThat(entry.getGroupName()).isEmpty();
        assertThat(entry.getMode() & 07777).isEqualTo(0750);
    }

    @Test
    void stays_whole_when_a_file_shrinks_grows_or_vanishes() throws Exception {
        Path shrunk = host("shrunk", "ab");
        Path grown = host("grown", "abcdefgh");
        try (TarWriter tar = writer(MtimePrecision.SECONDS)) {
            assertThat(tar.file("shrunk", entry(5), shrunk).outcome()).isEqualTo(HostFile.Outcome.CHANGED);
            assertThat(tar.file("grown", entry(5), grown).outcome()).isEqualTo(HostFile.Outcome.CHANGED);
            assertThat(tar.file("gone", entry(700), folder.resolve("gone")).outcome())
                    .isEqualTo(HostFile.Outcome.CHANGED);
            assertThat(tar.file("folder", entry(5), folder).outcome()).isNotEqualTo(HostFile.Outcome.INTACT);
        }
        assertThat(entries()).extracting(TarArchiveEntry::getSize).containsExactly(5L, 5L, 700L, 5L);
    }

    @Test
    void notices_another_content_of_the_same_size_and_time() throws Exception {
        Path file = host("f", "abc");
        Digest before = HostFile.digest(file);
        host("f", "abd");
        try (TarWriter tar = writer(MtimePrecision.SECONDS)) {
            assertThat(tar.file("f", entry(3).withDigest(before), file).outcome())
                    .isEqualTo(HostFile.Outcome.CHANGED);
        }
    }

    @Test
    void does_not_follow_a_link_in_the_files_place() throws Exception {
        host("secret", "abc");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("secret"));
        try (TarWriter tar = writer(MtimePrecision.SECONDS)) {
            assertThat(tar.file("f", entry(3), link).outcome()).isNotEqualTo(HostFile.Outcome.INTACT);
        }
    }
}
