package dev.devsync.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.target.docker.Engine;
import dev.devsync.target.docker.TestEngine;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Tries images with users in every place, and holds the outcomes to docs/compatibility.md: some of them,
/// which takes a minute or two, with `-Ddevsync.matrix=all` all. With `-Ddevsync.matrix=write` (`make
/// matrix`) it writes them there instead. An engine that is not on the page is held to the promises alone:
/// everything ends up in sync, or is refused with a reason that devsync knows.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init")
class CompatibilityIT {

    private static final String ASKED = System.getProperty("devsync.matrix", "some");

    /// What is tried when nobody asks for more: each image as root and not, and each way to give a user.
    private static final Map<Image, Set<ContainerUser>> SOME = Map.of(
            Image.BUSYBOX, Set.of(ContainerUser.ROOT, ContainerUser.UID_GID),
            Image.DEBIAN, Set.of(ContainerUser.UID, ContainerUser.NAME),
            Image.NO_SHELL, Set.of(ContainerUser.ROOT, ContainerUser.UID_GID, ContainerUser.NAME));

    private static Engine engine;
    private static Edition edition;

    @TempDir
    Path folder;

    @BeforeAll
    static void connect() throws Exception {
        engine = TestEngine.connect();
        edition = Edition.of(TestEngine.docker(engine));
    }

    @AfterAll
    static void disconnect() {
        engine.close();
    }

    static Stream<Arguments> containers() {
        return Stream.of(Image.values())
                .flatMap(image -> Stream.of(ContainerUser.values())
                        .filter(user -> !ASKED.equals("some")
                                || SOME.getOrDefault(image, Set.of()).contains(user))
                        .map(user -> Arguments.of(image, user)));
    }

    @ParameterizedTest
    @MethodSource("containers")
    void comesOutAsThePageSays(Image image, ContainerUser user) throws Exception {
        SortedMap<Cell, Outcome> outcomes = new Trial(engine, image, user, folder).run();
        if (ASKED.equals("write")) {
            Records.keep(edition, outcomes);
        }
        SortedMap<Cell, Outcome> recorded = Records.all().get(edition);
        if (recorded != null) {
            SortedMap<Cell, Outcome> expected = new TreeMap<>(recorded);
            expected.keySet().removeIf(cell -> cell.image() != image || cell.user() != user);
            assertThat(outcomes)
                    .as("if that is right, `make matrix` writes it to %s", Records.PAGE)
                    .isEqualTo(expected);
        }
    }
}
