package dev.devsync.bench;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// From the save of an app's code until the app, restarted, answers with it. The app is a script that starts in some
/// ten milliseconds, so that what is measured is what the tools take.
final class Answers {

    private static final Rounds ROUNDS = new Rounds(15, Duration.ofSeconds(10));

    /// The time between two saves of a person in a hurry.
    private static final long PAUSE_MILLIS = 400;

    private static final String CODE = """
            use IO::Socket::INET;
            my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 50, ReuseAddr => 1) or die $!;
            while (my $client = $server->accept) {
              my $line = <$client>;
              print $client "HTTP/1.0 200 OK\\r\\n\\r\\nversion %d.";
              close $client;
            }
            """;

    /// Waits for the code; TERM ends it at once.
    private static final String COMMAND = "until [ -f /app/app.pl ]; do sleep 0.1; done; exec perl /app/app.pl";

    private enum Way {
        DEVSYNC("devsync up, with `run`") {
            @Override
            void prepare(Answers at) throws IOException, InterruptedException {
                at.container("sleep infinity");
                Files.writeString(at.home.resolve("devsync.yaml"), """
                        services:
                          bench:
                            container: %s
                            sync: [{path: src, target: /app}]
                            run: perl app.pl
                            ready: {tcp: 8080}
                        """.formatted(at.name));
                at.watch(at.lab.devsync().toString(), "up", "--json");
            }
        },
        COMPOSE_WATCH("docker compose watch, sync+restart") {
            @Override
            void prepare(Answers at) throws IOException, InterruptedException {
                Path context = Files.createDirectories(at.home.resolve("context"));
                Files.writeString(context.resolve("Dockerfile"), "FROM " + at.lab.image() + "\n");
                Path file = Files.writeString(at.home.resolve("compose.yaml"), """
                        name: %1$s
                        services:
                          bench:
                            image: %2$s
                            pull_policy: never
                            init: true
                            build: context
                            container_name: %1$s
                            labels: ["%3$s"]
                            command: ["sh", "-c", "%4$s"]
                            ports: ["127.0.0.1:%5$d:8080"]
                            develop:
                              watch:
                                - {path: src, action: sync+restart, target: /app, initial_sync: true}
                        """.formatted(
                                at.name, at.lab.image(), Lab.label(), COMMAND, at.port));
                at.lab.docker("compose", "-f", file.toString(), "up", "-d", "--no-build");
                at.lab.docker("exec", at.name, "mkdir", "-p", "/app");
                at.watch(at.lab.docker(), "compose", "-f", file.toString(), "watch", "--no-up");
            }

            @Override
            void remove(Answers at) throws IOException {
                String file = at.home.resolve("compose.yaml").toString();
                at.lab.finish(List.of(at.lab.docker(), "compose", "-f", file, "down", "-t", "0"));
            }
        },
        BIND_MOUNT("bind mount, then docker restart") {
            @Override
            void prepare(Answers at) throws IOException, InterruptedException {
                at.container(COMMAND, "-v", at.home.resolve("src") + ":/app");
            }

            @Override
            void push(Answers at) throws IOException, InterruptedException {
                at.lab.docker("restart", at.name);
            }
        },
        DOCKER_CP("docker cp, then docker restart") {
            @Override
            void prepare(Answers at) throws IOException, InterruptedException {
                at.container(COMMAND);
                push(at);
            }

            @Override
            void push(Answers at) throws IOException, InterruptedException {
                at.lab.docker("exec", at.name, "mkdir", "-p", "/app");
                at.lab.docker("cp", "-q", at.home.resolve("src/app.pl").toString(), at.name + ":/app/app.pl");
                at.lab.docker("restart", at.name);
            }
        };

        private final String title;

        Way(String title) {
            this.title = title;
        }

        abstract void prepare(Answers at) throws IOException, InterruptedException;

        void push(Answers at) throws IOException, InterruptedException {}

        void remove(Answers at) throws IOException {
            at.lab.remove(List.of(at.name));
        }
    }

    private final Lab lab;
    private final Path home;
    private final String name = "devsync-bench-" + Long.toString(System.nanoTime(), 36);
    private final int port;
    private @Nullable Process watcher;

    private Answers(Lab lab) throws IOException {
        this.lab = lab;
        this.home = Files.createTempDirectory(lab.folder(), "answers-").toRealPath();
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        Files.createDirectories(home.resolve("src"));
    }

    static void measure(Lab lab, Results results) throws Exception {
        for (Way way : Way.values()) {
            if (way == Way.COMPOSE_WATCH && Watching.COMPOSE_WATCH.missing(lab).isPresent()) {
                continue;
            }
            results.answers.put(way.title, new Answers(lab).measure(way));
        }
    }

    private Figures measure(Way way) throws Exception {
        AppClient client = new AppClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Path file = home.resolve("src/app.pl");
        Files.writeString(file, CODE.formatted(0));
        try {
            way.prepare(this);
            client.await("version 0.");
            return ROUNDS.measure((i, figures) -> {
                Thread.sleep(PAUSE_MILLIS);
                Path beside = Files.writeString(home.resolve("beside"), CODE.formatted(i + 1));
                figures.measure(() -> {
                    Files.move(beside, file, ATOMIC_MOVE, REPLACE_EXISTING);
                    way.push(this);
                    client.await("version " + (i + 1) + ".");
                });
            });
        } finally {
            if (watcher != null) {
                lab.stop(watcher);
            }
            way.remove(this);
        }
    }

    private void container(String command, String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("run", "-d", "--init", "--name", name, "--label", Lab.label()));
        all.addAll(List.of("-p", "127.0.0.1:" + port + ":8080"));
        all.addAll(List.of(options));
        all.addAll(List.of(lab.image(), "sh", "-c", command));
        lab.docker(all.toArray(String[]::new));
    }

    private void watch(String... command) throws IOException {
        watcher = lab.start(List.of(command), home, Files.createFile(home.resolve("log")));
    }
}
