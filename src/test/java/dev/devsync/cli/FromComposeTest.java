package dev.devsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.config.compose.ComposeFiles;
import dev.devsync.config.compose.ComposeModel;
import dev.devsync.report.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `devsync init --from-compose` and `--undo`.
class FromComposeTest {

    private static final String SHOP = """
            name: shop
            services:
              api:
                build: .
                volumes:
                  - .:/app
                  - /app/node_modules
                  - ./nginx.conf:/etc/nginx.conf:ro
                  - ./uploads:/app/public
              db:
                image: postgres
                volumes:
                  - ./pg:/var/lib/postgresql/data
                  - /var/run/docker.sock:/var/run/docker.sock
              web:
                image: node
                volumes:
                  - type: bind
                    source: ./web
                    target: /srv/web
                    read_only: true
                  - empty:/srv/empty
            volumes:
              empty:
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void makeProject() throws Exception {
        write("compose.yaml", SHOP);
        write("package.json", "{}");
        write("nginx.conf", "");
        write("uploads/cat.jpg", "");
        write("pg/PG_VERSION", "16");
        write("web/src/main.ts", "");
    }

    private Path write(String path, String text) throws Exception {
        Path file = folder.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        return Main.run(
                new Surroundings(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        environment,
                        folder,
                        folder,
                        Style.PLAIN),
                args);
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private String err() {
        return err.toString(UTF_8);
    }

    /// What services mount by now: kind, source (of a bind its last part), target.
    private List<String> mounts(String service) throws Exception {
        ComposeFiles files = ComposeFiles.find(folder, environment).orElseThrow();
        return ComposeModel.read(files, environment, folder).services().stream()
                .filter(each -> each.name().equals(service))
                .flatMap(each -> each.mounts().stream())
                .map(mount -> mount.kind() + " " + mount.source().replaceFirst(".*/", "") + " " + mount.target())
                .toList();
    }

    @Test
    void takesSourceMountsAndNothingElse() throws Exception {
        assertThat(run("init", "--from-compose")).as(err()).isZero();

        assertThat(out())
                .contains("api: " + folder + ":/app becomes a synced folder, in the volume devsync-api-app, without"
                        + " /node_modules, /public, /uploads, /pg")
                .contains("/nginx.conf:/etc/nginx.conf stays a mount: it is a single file")
                .contains("/uploads:/app/public stays a mount: it lies in another mount, and was put there on purpose")
                .contains("/var/lib/postgresql/data stays a mount: /var/lib/postgresql/data is a place for data or")
                .contains("/var/run/docker.sock stays a mount: ")
                .contains("web: " + folder.resolve("web") + ":/srv/web becomes a synced folder")
                .contains("/srv/web of web was read-only in the container")
                .contains("Wrote " + folder.resolve("compose.override.yaml"))
                .contains("Next: devsync up --compose");
        assertThat(mounts("api"))
                .containsExactlyInAnyOrder(
                        "volume devsync-api-app /app",
                        "volume  /app/node_modules",
                        "bind nginx.conf /etc/nginx.conf",
                        "bind uploads /app/public");
        assertThat(mounts("db"))
                .containsExactlyInAnyOrder("bind pg /var/lib/postgresql/data", "bind docker.sock /var/run/docker.sock");
        assertThat(mounts("web"))
                .containsExactlyInAnyOrder("volume devsync-web-srv-web /srv/web", "volume empty /srv/empty");
        assertThat(folder.resolve("compose.override.yaml"))
                .content()
                .contains("path: .\n          target: /app\n          ignore:\n            - /node_modules\n")
                .contains("path: web\n          target: /srv/web\n");
    }

    @Test
    void undoTakesAwayWhatWasWrittenAndNothingElse() throws Exception {
        List<Path> before = files();
        run("init", "--from-compose");

        assertThat(run("init", "--undo")).as(err()).isZero();

        assertThat(files()).isEqualTo(before);
        assertThat(folder.resolve("compose.yaml")).hasContent(SHOP.stripTrailing());
        assertThat(out())
                .contains("Removed " + folder.resolve("compose.override.yaml"))
                .contains("docker volume rm shop_devsync-api-app shop_devsync-web-srv-web");
        assertThat(run("init", "--undo")).isEqualTo(1);
        assertThat(err()).contains("no file that `devsync init --from-compose` has written");
    }

    private List<Path> files() throws Exception {
        try (var all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }

    @Test
    void leavesAndShowsWhatSomebodyHasChanged() throws Exception {
        run("init", "--from-compose");
        Path override = folder.resolve("compose.override.yaml");
        String edited = Files.readString(override).replace("- path: web", "- path: web/src") + "x-mine: 1\n";
        Files.writeString(override, edited);

        for (String[] command : List.of(new String[] {"init", "--undo"}, new String[] {"init", "--from-compose"})) {
            assertThat(run(command)).isEqualTo(1);
            assertThat(err())
                    .contains(override + " was changed since devsync wrote it:\n"
                            + "    -         - path: web\n"
                            + "    +         - path: web/src\n"
                            + "    + x-mine: 1\n");
            assertThat(override).hasContent(edited);
        }
        assertThat(run("init", "--from-compose", "--force")).as(err()).isZero();
        assertThat(override).content().doesNotContain("x-mine");
    }

    @Test
    void writesAnewWhenTheComposeFileHasChanged() throws Exception {
        run("init", "--from-compose");
        write("compose.yaml", SHOP.replace(".:/app\n", ".:/usr/src/app\n"));

        assertThat(run("init", "--from-compose")).as(err()).isZero();

        assertThat(folder.resolve("compose.override.yaml"))
                .content()
                .contains("target: /usr/src/app")
                .doesNotContain("target: /app");
    }

    @Test
    void showsWithoutWriting() throws Exception {
        List<Path> before = files();

        assertThat(run("init", "--from-compose", "--dry-run")).isZero();

        assertThat(files()).isEqualTo(before);
        assertThat(out()).startsWith("# devsync init --from-compose").contains("x-devsync:");
        assertThat(err()).contains("becomes a synced folder").contains("Would write");
    }

    @Test
    void keepsWhatIsNamed() throws Exception {
        assertThat(run("init", "--from-compose", "--keep", "/app")).as(err()).isZero();
        assertThat(out()).contains(":/app stays a mount: --keep says so");
        assertThat(mounts("api")).contains("bind " + folder.getFileName() + " /app");

        assertThat(run("init", "--from-compose", "--keep", "app")).isEqualTo(2);
    }

    @Test
    void standsBesideAnOverrideFileThatIsThere() throws Exception {
        Path others = write("docker-compose.override.yml", "services:\n  api:\n    environment: {MODE: dev}\n");

        assertThat(run("init", "--from-compose")).as(err()).isZero();

        assertThat(others).content().contains("MODE");
        assertThat(folder.resolve("compose.devsync.yaml")).exists();
        String named = "compose.yaml:docker-compose.override.yml:compose.devsync.yaml";
        assertThat(out()).contains("COMPOSE_FILE=" + named);
        environment.put("COMPOSE_FILE", named);
        assertThat(mounts("api")).contains("volume devsync-api-app /app");
        assertThat(run("init", "--undo")).isZero();
        assertThat(out()).contains("Take compose.devsync.yaml out of COMPOSE_FILE.");
        assertThat(folder.resolve("compose.devsync.yaml")).doesNotExist();
    }

    @Test
    void namesTheOverrideAfterItsFile() throws Exception {
        Files.move(folder.resolve("compose.yaml"), folder.resolve("docker-compose.yml"));

        assertThat(run("init", "--from-compose")).as(err()).isZero();

        assertThat(folder.resolve("docker-compose.override.yml")).exists();
        assertThat(mounts("web")).contains("volume devsync-web-srv-web /srv/web");
    }

    @Test
    void syncsWhatNoImageHas() throws Exception {
        write("web/package.json", "{}");
        write("web/node_modules/m/index.js", "");
        write("node_modules/m/index.js", "");
        write("compose.yaml", SHOP.replace("      - /app/node_modules\n", ""));

        assertThat(run("init", "--from-compose")).as(err()).isZero();

        // api builds an image, web does not
        assertThat(out())
                .contains("node_modules of this machine is not synced to /app of api: the image's own is used")
                .contains("node_modules of this machine is synced to /srv/web of web, as the mount showed it");
        assertThat(folder.resolve("compose.override.yaml"))
                .content()
                .containsPattern("path: web\n +target: /srv/web\n\n");
    }

    @Test
    void saysWhatStandsInTheWay() throws Exception {
        Path yaml = write("devsync.yaml", "services: {api: {sync: [{path: ., target: /app}]}}\n");
        assertThat(run("init", "--from-compose")).isEqualTo(1);
        assertThat(err()).contains(yaml + " is there, and devsync reads it in place of the compose files");
        Files.delete(yaml);

        write("compose.yaml", "services: {db: {image: postgres, volumes: ['data:/data']}}\n");
        assertThat(run("init", "--from-compose")).isEqualTo(1);
        assertThat(err()).contains("no mount of " + folder.resolve("compose.yaml") + " is one of source");

        Files.delete(folder.resolve("compose.yaml"));
        assertThat(run("init", "--from-compose")).isEqualTo(2);
        assertThat(err()).contains("there is no compose file in " + folder);
    }

    @Test
    void takesOddNames() throws Exception {
        write("we b $x/main.py", "");
        write("compose.yaml", """
                services:
                  api:
                    image: x
                    volumes:
                      - {type: bind, source: "./we b $$x", target: "/srv/we b"}
                """);

        assertThat(run("init", "--from-compose")).as(err()).isZero();

        assertThat(mounts("api")).containsExactly("volume devsync-api-srv-we-b /srv/we b");
        assertThat(folder.resolve("compose.override.yaml")).content().contains("path: \"we b $$x\"");
    }
}
