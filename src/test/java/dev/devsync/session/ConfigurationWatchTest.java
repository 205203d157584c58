package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsync.config.Project;
import dev.devsync.config.compose.ComposeFiles;
import dev.devsync.config.compose.ComposeProject;
import dev.devsync.report.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of edits of the files that a session was configured by.
@SuppressWarnings("NullAway.Init")
class ConfigurationWatchTest {

    private static final String WEB = """
            services:
              web:
                image: ${IMAGE:-any}
                develop: {watch: [{path: ./src, action: sync+restart, target: "${PLACE:-/app}"}]}
            """;

    @TempDir
    private Path folder;

    private final RecordedEvents events = new RecordedEvents();
    private final AtomicInteger reads = new AtomicInteger();
    private ConfigurationWatch watch;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(folder.resolve("src"));
        write("compose.yaml", "include: [more.yaml]\n" + WEB);
        write("more.yaml", "services: {db: {image: any}}\n");
        watch = new ConfigurationWatch(read(), List.of(), this::readAgain, events);
    }

    @AfterEach
    void close() {
        watch.close();
    }

    private Project readAgain() throws Exception {
        Project read;
        try {
            read = read();
        } finally {
            reads.incrementAndGet();
        }
        return read;
    }

    private Project read() throws Exception {
        return ComposeProject.read(ComposeFiles.find(folder, Map.of()).orElseThrow(), List.of(), Map.of(), folder)
                .project();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private Event.Trouble awaitTrouble(String about) {
        Event.Trouble trouble =
                events.await(Event.Trouble.class, each -> each.message().contains(about));
        events.forget();
        return trouble;
    }

    @Test
    void saysWhatIsAskedForByNowAndThatItIsAsBefore() throws Exception {
        write("compose.yaml", "include: [more.yaml]\n" + WEB.replace("./src", "."));
        assertThat(awaitTrouble("web has changed").subject()).isEqualTo("compose.yaml");
        write("compose.yaml", "include: [more.yaml]\n" + WEB);
        events.await(Event.Recovered.class);
    }

    @Test
    void saysNothingWhereDevsyncIsNotConcerned() throws Exception {
        write(
                "compose.yaml",
                "# a comment, which moves every line\ninclude: [more.yaml]\n" + WEB.replace("any", "other"));
        await().atMost(Duration.ofSeconds(30)).until(() -> reads.get() == 1);
        write(".env", "UNUSED=1\n");
        await().atMost(Duration.ofSeconds(30)).until(() -> reads.get() == 2);
        write(".env", "PLACE=/other\n");
        assertThat(awaitTrouble("web").subject()).isEqualTo(".env");
        assertThat(events.all()).isEmpty();
    }

    @Test
    void looksAtWhatIsIncludedAndAtWhatMayCome() throws Exception {
        write("more.yaml", """
                services:
                  db:
                    image: any
                    develop: {watch: [{path: ./src, action: sync, target: /db}]}
                """);
        assertThat(awaitTrouble("db is new").subject()).isEqualTo("more.yaml");
        write("compose.override.yaml", "name: other\n");
        assertThat(awaitTrouble("the project is called other").subject()).isEqualTo("compose.override.yaml");
    }

    @Test
    void saysWhyAnEditCannotBeUsed() throws Exception {
        write("compose.yaml", "include: [more.yaml]\n" + WEB.replace("sync+restart", "snyc"));
        assertThat(awaitTrouble("cannot be used").message()).contains("snyc");
        write("compose.yaml", "services: {}\n");
        awaitTrouble("nothing to sync");
    }
}
