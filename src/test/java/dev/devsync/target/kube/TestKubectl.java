package dev.devsync.target.kube;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// The real kubectl, which `.ci/kubectl` fetches.
public final class TestKubectl {

    private TestKubectl() {}

    /// Its path. Skips the test where there is none, and says so.
    public static String program() {
        String path = Objects.requireNonNullElse(System.getenv("DEVSYNC_KUBECTL"), "");
        assumeTrue(!path.isEmpty() && Files.isExecutable(Path.of(path)), "no kubectl: DEVSYNC_KUBECTL names none");
        return path;
    }
}
