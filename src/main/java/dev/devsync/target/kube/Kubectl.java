package dev.devsync.target.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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

    /// Starts it.
    KubectlProcess start(List<String> arguments) throws KubeException {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            return new KubectlProcess(builder.start());
        } catch (IOException e) {
            throw new KubeException.NoKubectl(program, e);
        }
    }

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
            String answer = output.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (!kubectl.endsWithin(LIMIT)) {
                throw silent(cluster);
            }
            if (kubectl.exitCode() != 0) {
                throw KubectlTrouble.of(cluster, kubectl.lastWords());
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

    private static KubeException silent(String cluster) {
        return new KubeException.Unreachable(
                cluster + ": no answer within " + LIMIT.toSeconds() + " s",
                "Does a plugin wait for you to log in? `kubectl get pods` must work by itself.");
    }
}
