package dev.devsync.target.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devsync.target.TargetException;
import dev.devsync.target.Token;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.AgentTransport;
import dev.devsync.tree.Text;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Starts processes in a pod's container: `kubectl exec -i`.
///
/// Words of a command travel in the address of a request, where audit logs and proxies see them and some proxies
/// allow 8 KiB. So a script goes over standard input: a short one reads it, line by line, and becomes it. Its first
/// words say that the process runs, which kubectl says nowhere.
public final class PodExec implements AgentTransport {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    /// Something else than a shell may answer, with something else than a line.
    private static final int LONGEST_LINE = 1000;

    private static final String READ_SCRIPT = """
            echo MARK; s=; while IFS= read -r l && [ "$l" != MARK ]; do s="$s$l
            "; done; exec sh -c "$s" "$0" "$@\"""";

    private static final String RUN_PROGRAM = "command -v \"$1\" >/dev/null || exit 127; echo MARK; exec \"$@\"";

    private final Cluster cluster;
    private final String pod;
    private final String container;
    private final String image;

    PodExec(Cluster cluster, String pod, String container, String image) {
        this.cluster = cluster;
        this.pod = pod;
        this.container = container;
        this.image = image;
    }

    /// @throws TargetException.NoAgent if there is no sh in the container, or no such program
    /// @throws TargetException.Refused if this user may not start processes there
    /// @throws TargetException.Disconnected if the container does not run or the cluster cannot be reached
    @Override
    public AgentChannel start(List<String> command) throws TargetException {
        String mark = "devsync-" + Token.random();
        boolean script = command.size() > 3
                && command.getFirst().equals("sh")
                && command.get(1).equals("-c");
        List<String> words = cluster.arguments("exec", "--stdin", pod, "--container=" + container);
        words.addAll(List.of("--", "sh", "-c"));
        if (script) {
            words.add(READ_SCRIPT.replace("MARK", mark));
            words.addAll(command.subList(3, command.size()));
        } else {
            words.addAll(List.of(RUN_PROGRAM.replace("MARK", mark), "devsync"));
            words.addAll(command);
        }
        KubectlProcess kubectl = kubectl(words);
        KubectlChannel channel = new KubectlChannel(kubectl);
        boolean started = false;
        try {
            if (script) {
                send(channel, command.get(2) + "\n" + mark + "\n");
            }
            awaitStart(kubectl, mark, command.getFirst());
            started = true;
            return channel;
        } finally {
            if (!started) {
                kubectl.close();
            }
        }
    }

    private KubectlProcess kubectl(List<String> words) throws TargetException {
        try {
            return cluster.kubectl().start(words);
        } catch (KubeException e) {
            throw new TargetException.Refused(String.valueOf(e.getMessage()), e.advice());
        }
    }

    private static void send(KubectlChannel channel, String script) {
        try {
            channel.input().write(script.getBytes(UTF_8));
        } catch (IOException e) {
            return; // kubectl has ended; its last words say why
        }
    }

    private void awaitStart(KubectlProcess kubectl, String mark, String program) throws TargetException {
        CompletableFuture<String> first = new CompletableFuture<>();
        Thread.ofVirtual().name("devsync-kubectl-start").start(() -> {
            try {
                first.complete(line(kubectl.output()));
            } catch (IOException e) {
                first.complete("");
            }
        });
        try {
            String said = first.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (!said.equals(mark)) {
                throw notStarted(kubectl, program, said);
            }
        } catch (TimeoutException e) {
            throw new TargetException.Disconnected(
                    "pod " + pod + " did not start " + Text.printable(program) + " within " + START_LIMIT.toSeconds()
                            + " s",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetException.Disconnected("interrupted while a process was started", e);
        }
    }

    /// One line, and not a byte more: what follows is the process's.
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n' && line.length() < LONGEST_LINE; b = in.read()) {
            line.append((char) b);
        }
        return line.toString();
    }

    private TargetException notStarted(KubectlProcess kubectl, String program, String said) {
        boolean ended = kubectl.endsWithin(Duration.ofSeconds(5));
        String words = kubectl.lastWords();
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("executable file not found")
                || lower.contains("no such file or directory")
                || lower.contains("exit code 127")
                || lower.contains("exit code 126")) {
            return missing(program, KubectlTrouble.words(words));
        }
        if (lower.contains("container not found") || lower.contains("is not valid for pod")) {
            return new TargetException.Disconnected(
                    "container " + container + " of pod " + pod + " is not running", null);
        }
        if (!ended || words.isBlank()) {
            return new TargetException.Disconnected(
                    "pod " + pod + " did not start " + Text.printable(program)
                            + (said.isEmpty() ? "" : ": " + Text.printable(said)),
                    null);
        }
        KubeException trouble = KubectlTrouble.of(cluster.toString(), words);
        String message = "pod " + pod + ": " + trouble.getMessage();
        return switch (trouble) {
            case KubeException.Forbidden _, KubeException.Misconfigured _, KubeException.NoKubectl _ ->
                new TargetException.Refused(message, trouble.advice());
            case KubeException.NotFound _ -> new TargetException.Disconnected("pod " + pod + " is gone", trouble);
            case KubeException.Unreachable _, KubeException.Failed _ ->
                new TargetException.Disconnected(message, trouble);
        };
    }

    private TargetException missing(String program, String words) {
        boolean shell = program.equals("sh");
        List<String> ways = new ArrayList<>();
        if (shell) {
            ways.add("The image " + image + " has no shell, and nothing can be put into a pod without one.");
            ways.add("Run a sidecar with sh and tar on the same volume and name it with `container:` (charts/devsync:"
                    + " sidecar.enabled), or use an image with a shell for development.");
        } else {
            ways.add("The image " + image + " has no " + Text.printable(program) + ".");
        }
        return new TargetException.NoAgent(
                "container " + container + " of pod " + pod + " cannot run " + Text.printable(program) + ": "
                        + Text.printable(words),
                String.join(" ", ways));
    }
}
