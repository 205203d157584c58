package dev.devsync.target.docker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/// What the head of a Linux program tells about where it runs.
///
/// @param architecture as container images name it: `amd64`, `arm64`; `machine 123` if it is none that we know
/// @param linkage whether it needs anything else to run
record ElfProgram(String architecture, Linkage linkage) {

    /// Whether a program needs anything else to run.
    enum Linkage {
        STATIC,
        /// Needs a loader and libraries of its own system.
        DYNAMIC
    }

    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
    private static final int CLASS = 4;
    private static final int ORDER = 5;
    private static final int MACHINE = 18;
    private static final int PT_INTERP = 3;

    /// @return nothing if it is no Linux program, or one that is cut short
    static Optional<ElfProgram> read(byte[] program) {
        if (program.length < 64 || !ByteBuffer.wrap(program, 0, 4).equals(ByteBuffer.wrap(MAGIC))) {
            return Optional.empty();
        }
        boolean wide = program[CLASS] == 2;
        ByteOrder order = program[ORDER] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer bytes = ByteBuffer.wrap(program).order(order);
        String architecture = architecture(bytes.getShort(MACHINE) & 0xffff, order);
        // Where the table of segments is; among them the one that names the loader, if there is one.
        long table = wide ? bytes.getLong(32) : bytes.getInt(28) & 0xffffffffL;
        int size = bytes.getShort(wide ? 54 : 42) & 0xffff;
        int count = bytes.getShort(wide ? 56 : 44) & 0xffff;
        Linkage linkage = Linkage.STATIC;
        for (int i = 0; i < count; i++) {
            long at = table + (long) i * size;
            if (at < 0 || at > program.length - 4) {
                return Optional.empty();
            }
            linkage = bytes.getInt((int) at) == PT_INTERP ? Linkage.DYNAMIC : linkage;
        }
        return Optional.of(new ElfProgram(architecture, linkage));
    }

    /// Numbers of the ELF specification (`e_machine`), names of Go, which are those of images.
    private static String architecture(int machine, ByteOrder order) {
        return switch (machine) {
            case 3 -> "386";
            case 8 -> order == ByteOrder.LITTLE_ENDIAN ? "mips64le" : "mips64";
            case 21 -> order == ByteOrder.LITTLE_ENDIAN ? "ppc64le" : "ppc64";
            case 22 -> "s390x";
            case 40 -> "arm";
            case 62 -> "amd64";
            case 183 -> "arm64";
            case 243 -> "riscv64";
            case 258 -> "loong64";
            default -> String.format(Locale.ROOT, "machine %d", machine);
        };
    }
}
