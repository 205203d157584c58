package dev.devsync.target.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsync.tree.Text;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// How kubectl is called. It brings every way of authentication that a kubeconfig can name.
public final class Kubectl {

    /// For a question to the cluster; kubectl itself gives up earlier and says why.
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// Ctrl-C goes to all processes of the terminal, and would cut the streams before we have ended what they carry.
    private static final String DEAF = "trap '' INT QUIT; exec \"$0\" \"$@\"";

    /// The shell waits for the end of its input, which comes with ours, and ends kubectl then.
    private static final String GUARDED = "trap '' INT QUIT; exec 3<&0; \"$0\" \"$@\" </dev/null 3<&- & k=$!; "
            + "exec >&- 2>&-; read -r x <&3; kill $k; wait $k";

    private static final String REQUEST_TIMEOUT = "--request-timeout=20s";

    private final String program;
    private final Map<String, String> environment;

    /// @param program its name or path
    /// @param environment what it gets on top of ours, as `KUBECONFIG`
    public Kubectl(String program, Map<String, String> environment) {
        this.program = program;
        this.environment = Map.copyOf(environment);
    }

    /// The one of PATH, or of `DEVSYNC_KUBECTL`.
    public static Kubectl of(Map<String, String> environment) {
        String config = environment.get("KUBECONFIG");
        return new Kubectl(
                Objects.requireNonNullElse(environment.get("DEVSYNC_KUBECTL"), "kubectl"),
                config == null ? Map.of() : Map.of("KUBECONFIG", config));
    }

    /// Its own version: `v1.35.2`.
    public String version() throws KubeException {
        try {
            String answer = ask("kubectl", List.of("version", "--client", "--output=json"));
            return Text.printable(new ObjectMapper()
                    .readTree(answer)
                    .at("/clientVersion/gitVersion")
                    .asText("unknown"));
        } catch (JsonProcessingException e) {
            throw new KubeException.Failed("kubectl's version cannot be read: " + e.getOriginalMessage());
        }
    }

    /// Starts it.
    KubectlProcess start(List<String> arguments) throws KubeException {
        return start(DEAF, arguments);
    }

    /// Starts one that ends with us, however we end: it reads no input whose end would tell it.
    ///
    /// @return its input is to be closed when its output has ended; then it ends itself
    KubectlProcess startGuarded(List<String> arguments) throws KubeException {
        return start(GUARDED, arguments);
    }

    private KubectlProcess start(String shell, List<String> arguments) throws KubeException {
        checkProgram();
        List<String> command = new ArrayList<>(List.of("sh", "-c", shell, program));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            return new KubectlProcess(builder.start());
        } catch (IOException e) {
            throw new KubeException.NoKubectl(program, String.valueOf(e.getMessage()));
        }
    }

    /// The shell would find out, too, but tell it in words of its own.
    private void checkProgram() throws KubeException {
        boolean found = program.contains("/")
                ? Files.isExecutable(Path.of(program))
                : Arrays.stream(Objects.requireNonNullElse(System.getenv("PATH"), "")
                                .split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!found) {
            throw new KubeException.NoKubectl(
                    program, program.contains("/") ? "there is no such program" : "it is not on PATH");
        }
    }

    /// What it begins to ask for credentials with.
    private static final String LOGIN = "Please enter Username";

    /// Asks something.
    ///
    /// @param cluster what is asked, for people
    /// @return its standard output
    String ask(String cluster, List<String> arguments) throws KubeException {
        List<String> limited = new ArrayList<>(arguments);
        limited.add(REQUEST_TIMEOUT);
        try (KubectlProcess kubectl = start(limited)) {
            CompletableFuture<String> output = new CompletableFuture<>();
            Thread.ofVirtual().name("devsync-kubectl-stdout").start(() -> {
                try {
                    output.complete(new String(kubectl.output().readAllBytes(), UTF_8));
                } catch (IOException e) {
                    output.completeExceptionally(e);
                }
            });
            closeInput(kubectl);
            String answer = output.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (!kubectl.endsWithin(LIMIT)) {
                throw silent(cluster);
            }
            if (kubectl.exitCode() != 0) {
                throw answer.startsWith(LOGIN)
                        ? new KubeException.Forbidden(
                                cluster + ": the kubeconfig has no credentials for its user",
                                "Log in to the cluster, as for kubectl itself, then try again.")
                        : KubectlTrouble.of(cluster, kubectl.lastWords());
            }
            return answer;
        } catch (TimeoutException e) {
            throw silent(cluster);
        } catch (ExecutionException e) {
            throw new KubeException.Failed("kubectl's answer was cut off: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubeException.Failed("interrupted while kubectl was asked");
        }
    }

    /// Where kubectl has no credentials, it asks for some, over TLS only, and would wait for ever (1.35).
    private static void closeInput(KubectlProcess kubectl) throws KubeException {
        try {
            kubectl.input().close();
        } catch (IOException e) {
            throw new KubeException.Failed("kubectl ended at once: " + kubectl.lastWords());
        }
    }

    private static KubeException silent(String cluster) {
        return new KubeException.Unreachable(
                cluster + ": no answer within " + LIMIT.toSeconds() + " s",
                "Does a plugin wait for you to log in? `kubectl get pods` must work by itself.");
    }
}
