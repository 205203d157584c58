package dev.devsync.target.kube;

import dev.devsync.tree.Text;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What kubectl's last words mean. Its exit code says next to nothing (1 for nearly everything), so its words
/// have to; they were read off kubectl 1.35.
final class KubectlTrouble {

    /// `E1125 14:02:11.1 4711 memcache.go:265] …`: its log, told again in plainer words further down.
    private static final Pattern LOG = Pattern.compile("[EWIF]\\d{4} \\d\\d:\\d\\d:\\d\\d.*");

    private static final Pattern DENIED = Pattern.compile(
            "User \"([^\"]*)\" cannot (\\w+) resource \"([^\"]*)\"(?:.* in the namespace \"([^\"]*)\")?");

    private KubectlTrouble() {}

    /// What is left of its standard error when warnings and log lines are taken out.
    static String words(String said) {
        List<String> lines = said.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty()
                        && !line.startsWith("Warning:")
                        && !LOG.matcher(line).matches())
                .toList();
        return String.join(" ", lines);
    }

    /// @param cluster where kubectl was sent, for people
    /// @param said its standard error
    static KubeException of(String cluster, String said) {
        String words = words(said);
        String plain = words.isEmpty() ? said.strip() : words;
        String lower = plain.toLowerCase(Locale.ROOT);
        String message = cluster + ": " + Text.printable(plain.replaceFirst("^(?i:error:|Error from server)\\s*", ""));
        if (has(lower, "forbidden")) {
            return new KubeException.Forbidden(denied(cluster, plain, message), rights(plain));
        }
        if (has(lower, "unauthorized", "must be logged in", "getting credentials", "provide credentials")) {
            return new KubeException.Forbidden(
                    message, "Log in to the cluster, as for kubectl itself, then try again.");
        }
        if (has(lower, "context was not found", "no context exists", "does not exist", "current-context is not set")) {
            return new KubeException.Misconfigured(
                    message,
                    "`kubectl config get-contexts` lists what there is; `context:` in devsync.yaml, or `kubectl config"
                            + " use-context`, chooses.");
        }
        if (has(lower, "error loading config file", "invalid configuration", "unable to parse requirement")) {
            return new KubeException.Misconfigured(message, "Correct the kubeconfig, or `pod:` in devsync.yaml.");
        }
        if (has(lower, "localhost:8080") && has(lower, "refused")) {
            return new KubeException.Misconfigured(
                    "kubectl knows no cluster: " + message,
                    "There is no kubeconfig, or it has no current context. Set KUBECONFIG, or `context:` in"
                            + " devsync.yaml.");
        }
        if (has(lower, "x509:", "failed to verify certificate", "http response to https client")) {
            return new KubeException.Misconfigured(
                    message,
                    "The cluster's certificate is not one that your kubeconfig trusts. For a self-signed one its cluster"
                            + " entry needs `certificate-authority: FILE` (or -data); `kubectl get pods` must work first.");
        }
        if (has(
                lower,
                "unable to connect",
                "connection to the server",
                "no such host",
                "i/o timeout",
                "refused",
                "tls handshake timeout",
                "service unavailable",
                "eof",
                "network is unreachable",
                "no route to host",
                "deadline exceeded",
                "timeout exceeded",
                "timed out")) {
            return new KubeException.Unreachable(
                    message, "Is the cluster running, and the VPN up? `kubectl get pods` must work first.");
        }
        if (has(lower, "(notfound)", "not found", "completed pod")) {
            return new KubeException.NotFound(message);
        }
        return new KubeException.Failed(message);
    }

    private static boolean has(String text, String... parts) {
        for (String part : parts) {
            if (text.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static String denied(String cluster, String plain, String message) {
        Matcher who = DENIED.matcher(plain);
        return who.find()
                ? cluster + ": " + Text.printable(who.group(1)) + " may not " + who.group(2) + " "
                        + Text.printable(who.group(3))
                        + (who.group(4) == null ? "" : " in namespace " + Text.printable(who.group(4)))
                : message;
    }

    private static String rights(String plain) {
        return plain.contains("pods/exec")
                ? "devsync needs the verbs get and create on pods/exec; the Role in charts/devsync has them."
                : "devsync needs the verbs get, list and watch on pods, and get and create on pods/exec; the Role in"
                        + " charts/devsync has them.";
    }
}
