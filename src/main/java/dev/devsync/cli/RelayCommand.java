package dev.devsync.cli;

import dev.devsync.config.Location;
import dev.devsync.config.ToolboxChoice;
import dev.devsync.report.Reporter;
import dev.devsync.session.RelaySession;
import dev.devsync.tree.Owner;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "relay",
        description = "Takes what `devsync up` on a laptop sends once, and brings it to many pods or containers.",
        footer = {
            "",
            "Runs near the targets, as a rule in their cluster (charts/devsync: relay.enabled). It keeps",
            "what it was sent, brings it to every target, also to those that come while the laptop",
            "sleeps, and tells the laptop how many have it. On the laptop, devsync.yaml has",
            "`relay: HOST:PORT` in place of `pod:` or `label:`.",
            "",
            "The token is what lets a laptop in: at least 16 characters, in DEVSYNC_RELAY_TOKEN or in a",
            "file. Who has it can change the code that the targets run. Without --tls-cert it goes over",
            "the line as it is: listen on loopback then (`kubectl port-forward` comes in there), or where",
            "you trust the network.",
            "",
            "Runs until Ctrl-C or TERM. Exit codes: 2 usage or a setting that will not do, 3 no engine or",
            "cluster.",
            "",
            "Examples:",
            "  devsync relay --pod app=api --target /app",
            "  devsync relay --label com.example.dev=api --target /app --listen 0.0.0.0:7440 \\",
            "      --tls-cert tls.crt --tls-key tls.key --token-file token"
        })
final class RelayCommand implements Callable<Integer> {

    private static final String VARIABLE = "DEVSYNC_RELAY_TOKEN";

    /// The same as in `relay:` of devsync.yaml.
    private static final int PORT = 7440;

    private static final int HIGHEST_PORT = 65_535;

    @Mixin
    private final Common common;

    @ArgGroup(multiplicity = "1")
    private final Place place = new Place();

    /// Where the targets are.
    private static final class Place {
        @Option(
                names = "--pod",
                paramLabel = "SELECTOR",
                description = "Passes on to the pods that a label selector finds.")
        @Nullable
        String pod;

        @Option(
                names = "--label",
                paramLabel = "KEY=VALUE",
                description = "Passes on to the engine's containers with a label.")
        @Nullable
        String label;
    }

    @Option(names = "--container", paramLabel = "NAME", description = "Which container of each pod.")
    private @Nullable String container;

    @Option(names = "--namespace", paramLabel = "NAME", description = "The pods' namespace. Default: the context's.")
    private @Nullable String namespace;

    @Option(names = "--context", paramLabel = "NAME", description = "The kubeconfig's context. Default: the current.")
    private @Nullable String context;

    @Option(
            names = "--target",
            paramLabel = "FOLDER",
            required = true,
            description = "The folder in the targets; may be given several times.")
    private List<String> targets = List.of();

    @Option(names = "--owner", paramLabel = "UID:GID", description = "Who gets the files there. Default: their user.")
    private @Nullable String owner;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:" + PORT,
            description = "Where to listen. Default: ${DEFAULT-VALUE}.")
    private String listen = "";

    @Option(names = "--token-file", paramLabel = "FILE", description = "The token. Default: DEVSYNC_RELAY_TOKEN.")
    private @Nullable Path tokenFile;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Speak TLS, with this certificate (PEM).")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The certificate's private key (PEM).")
    private @Nullable Path key;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Where to keep what was sent. Default: devsync/relay in the user's state folder.")
    private @Nullable Path folder;

    @Option(
            names = "--toolbox",
            paramLabel = "IMAGE",
            description = "The image whose busybox helps out in containers without a shell, or `off`.")
    private @Nullable String toolbox;

    RelayCommand(Common common) {
        this.common = common;
    }

    @Override
    public Integer call() throws Exception {
        Reporter reporter = new HeapAtRest(common.reporter());
        RelaySession session = RelaySession.open(settings(), common.engines(), reporter);
        CountDownLatch ended = new CountDownLatch(1);
        Thread cleaner = new Thread(
                () -> {
                    session.close();
                    ended.countDown();
                },
                "devsync-shutdown");
        Runtime.getRuntime().addShutdownHook(cleaner);
        ended.await();
        return ExitCode.DONE.number();
    }

    private RelaySession.Settings settings() throws Failure, IOException {
        if ((certificate == null) != (key == null)) {
            throw usage("TLS needs both --tls-cert and --tls-key", "Give both, or neither.");
        }
        return new RelaySession.Settings(
                address(),
                certificate == null ? null : inFolder(certificate),
                key == null ? null : inFolder(key),
                token(),
                folder == null ? stateFolder() : inFolder(folder),
                location(),
                read(targets, "--target", TargetPath::new),
                owner == null
                        ? null
                        : read(List.of(owner), "--owner", Owner::parse).getFirst(),
                toolbox());
    }

    private ToolboxChoice toolbox() {
        return switch (toolbox) {
            case null -> ToolboxChoice.DEFAULT;
            case "off" -> ToolboxChoice.OFF;
            default -> new ToolboxChoice(toolbox);
        };
    }

    private Location location() throws Failure {
        if (place.pod != null) {
            return new Location.Pod(place.pod, container, namespace, context);
        }
        if (container != null || namespace != null || context != null) {
            throw usage("--container, --namespace and --context are about pods", "Say which with --pod app=NAME.");
        }
        String label = Objects.requireNonNull(place.label);
        int equals = label.indexOf('=');
        return equals < 0
                ? new Location.Label(label, null)
                : new Location.Label(label.substring(0, equals), label.substring(equals + 1));
    }

    private InetSocketAddress address() throws Failure {
        int colon = listen.lastIndexOf(':');
        String port = listen.substring(colon + 1);
        boolean number = colon > 0 && port.matches("\\d{1,5}") && Integer.parseInt(port) <= HIGHEST_PORT;
        InetSocketAddress address = number
                ? new InetSocketAddress(listen.substring(0, colon).replaceAll("[\\[\\]]", ""), Integer.parseInt(port))
                : null;
        if (address == null || address.isUnresolved()) {
            throw usage("--listen " + listen + " is no address", "Write HOST:PORT, as in 0.0.0.0:" + PORT + ".");
        }
        return address;
    }

    private String token() throws Failure, IOException {
        Map<String, String> environment = common.surroundings().environment();
        String token =
                tokenFile == null ? environment.getOrDefault(VARIABLE, "") : Files.readString(inFolder(tokenFile));
        if (token.isBlank()) {
            throw usage(
                    "a relay needs a token" + (tokenFile == null ? "" : ", and " + tokenFile + " is empty"),
                    "Set " + VARIABLE + ", or give --token-file. `openssl rand -hex 32` makes a good one.");
        }
        return token;
    }

    private Path stateFolder() {
        String state = common.surroundings().environment().getOrDefault("XDG_STATE_HOME", "");
        Path all = state.isEmpty() ? common.surroundings().home().resolve(".local/state") : Path.of(state);
        return all.resolve("devsync/relay");
    }

    private Path inFolder(Path path) {
        return common.surroundings().folder().resolve(path).toAbsolutePath().normalize();
    }

    private static <T> List<T> read(List<String> words, String option, Function<String, T> reading) throws Failure {
        try {
            return words.stream().map(reading).toList();
        } catch (IllegalArgumentException e) {
            throw usage(option + " " + e.getMessage(), "`devsync relay --help` has examples.");
        }
    }

    private static Failure usage(String message, String advice) {
        return new Failure(ExitCode.USAGE, message, advice);
    }
}
