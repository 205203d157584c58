package dev.devsync.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.target.docker.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

/// The test that docs/testing.md shows. `TestingPageTest` holds the two together.
class ExampleIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path source;

    @Test
    void servesWhatWasSaved() throws Exception {
        Files.writeString(source.resolve("index.html"), "hello");
        try (GenericContainer<?> app = TestEngine.container("busybox")) {
            // begin of the example
            app.withCommand("sh", "-c", "mkdir -p /www && exec httpd -f -p 8080 -h /www");
            app.start();
            try (DevsyncSession session =
                    Devsync.sync(source).to(app.getContainerId(), "/www").start()) {
                session.awaitInSync(LIMIT);
                assertThat(page(app)).isEqualTo("hello");

                Files.writeString(source.resolve("index.html"), "hello again");
                session.awaitInSync(LIMIT);

                assertThat(page(app)).isEqualTo("hello again");
                assertThat(session.verify()).isEmpty();
            }
            // end of the example
        }
    }

    private static String page(GenericContainer<?> app) throws Exception {
        return app.execInContainer("wget", "-qO-", "http://127.0.0.1:8080/").getStdout();
    }
}
