package dev.devsync.target.kube;

import dev.devsync.target.OriginException;
import org.jspecify.annotations.Nullable;

/// Trouble with a cluster rather than with one pod's files. What to do next depends on the kind.
public abstract sealed class KubeException extends OriginException {

    private static final long serialVersionUID = 1L;

    KubeException(String message, String advice, @Nullable Throwable cause) {
        super(message, advice, cause);
    }

    /// There is no kubectl, or it cannot be run.
    public static final class NoKubectl extends KubeException {
        private static final long serialVersionUID = 1L;

        NoKubectl(String program, String why) {
            super(
                    "kubectl cannot be run: " + why,
                    "devsync reaches pods through kubectl. Install it (1.31 or newer), or say where it is:"
                            + " DEVSYNC_KUBECTL=/path/to/kubectl (now: " + program + ").",
                    null);
        }
    }

    /// Which cluster is meant cannot be told: no context, an unknown one, a broken kubeconfig, a bad selector.
    public static final class Misconfigured extends KubeException {
        private static final long serialVersionUID = 1L;

        Misconfigured(String message, String advice) {
            super(message, advice, null);
        }
    }

    /// Nobody answers at the cluster's address. Waiting may help.
    public static final class Unreachable extends KubeException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, String advice) {
            super(message, advice, null);
        }
    }

    /// The cluster answers, and does not let this user do that.
    public static final class Forbidden extends KubeException {
        private static final long serialVersionUID = 1L;

        Forbidden(String message, String advice) {
            super(message, advice, null);
        }
    }

    /// There is no such pod, container or namespace (any more).
    public static final class NotFound extends KubeException {
        private static final long serialVersionUID = 1L;

        NotFound(String message) {
            super(message, "", null);
        }
    }

    /// Anything else that kubectl said.
    public static final class Failed extends KubeException {
        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message, "", null);
        }
    }
}
