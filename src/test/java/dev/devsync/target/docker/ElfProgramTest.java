package dev.devsync.target.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElfProgramTest {

    private static final int PT_LOAD = 1;
    private static final int PT_INTERP = 3;

    /// The head of a program and its table of segments, as the ELF specification lays them out.
    private static byte[] program(int bits, ByteOrder order, int machine, int... segments) {
        ByteBuffer bytes = ByteBuffer.allocate(512).order(order);
        bytes.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (bits / 32), (byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1)});
        bytes.putShort(18, (short) machine);
        int size = bits == 64 ? 56 : 32;
        if (bits == 64) {
            bytes.putLong(32, 64).putShort(54, (short) size).putShort(56, (short) segments.length);
        } else {
            bytes.putInt(28, 64).putShort(42, (short) size).putShort(44, (short) segments.length);
        }
        for (int i = 0; i < segments.length; i++) {
            bytes.putInt(64 + i * size, segments[i]);
        }
        return bytes.array();
    }

    @ParameterizedTest
    @CsvSource({
        "64, little, 62, amd64",
        "64, little, 183, arm64",
        "32, little, 40, arm",
        "32, little, 3, 386",
        "64, little, 21, ppc64le",
        "64, big, 22, s390x",
        "64, little, 243, riscv64",
        "64, little, 9999, machine 9999"
    })
    void tellsTheArchitecture(int bits, String order, int machine, String architecture) {
        ByteOrder byteOrder = order.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        assertThat(ElfProgram.read(program(bits, byteOrder, machine, PT_LOAD, PT_LOAD)))
                .contains(new ElfProgram(architecture, ElfProgram.Linkage.STATIC));
        assertThat(ElfProgram.read(program(bits, byteOrder, machine, PT_LOAD, PT_INTERP, PT_LOAD)))
                .contains(new ElfProgram(architecture, ElfProgram.Linkage.DYNAMIC));
    }

    @Test
    void saysThatItIsNoProgram() {
        assertThat(ElfProgram.read(new byte[0])).isEmpty();
        assertThat(ElfProgram.read("#!/bin/sh\n".repeat(20).getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEmpty();
        byte[] whole = program(64, ByteOrder.LITTLE_ENDIAN, 62, PT_LOAD, PT_LOAD, PT_LOAD);
        assertThat(ElfProgram.read(Arrays.copyOf(whole, 100)))
                .as("cut within its table")
                .isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsAProgramOfThisMachine() throws Exception {
        Path java = ProcessHandle.current().info().command().map(Path::of).orElseThrow();
        assertThat(ElfProgram.read(Files.readAllBytes(java)))
                .hasValueSatisfying(elf -> assertThat(elf.linkage()).isEqualTo(ElfProgram.Linkage.DYNAMIC));
    }
}
