package dev.devsync.target.kube;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A pod as it was a moment ago.
///
/// @param uid never used twice, while a StatefulSet uses names again
/// @param created by the cluster's clock, RFC 3339
/// @param phase Pending, Running, Succeeded, Failed or Unknown
/// @param leaving whether it is being deleted
/// @param trouble why it is not scheduled, in the cluster's words; may be empty
/// @param usual the container that kubectl takes where none is named; empty for the first
/// @param containers the main ones first, then sidecars, then ephemeral ones
public record PodInfo(
        String name,
        String uid,
        String created,
        String phase,
        boolean leaving,
        String trouble,
        String usual,
        List<PodContainer> containers) {

    public PodInfo {
        containers = List.copyOf(containers);
    }

    /// @param wanted its name; null for the one that kubectl would take
    public Optional<PodContainer> container(@Nullable String wanted) {
        String name = wanted == null ? usual : wanted;
        return name.isEmpty()
                ? containers.stream().findFirst()
                : containers.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /// Whether processes can be started there. The pod need not be ready: it may be waiting for its files.
    public boolean takes(@Nullable String wanted) {
        return !leaving
                && !phase.equals("Succeeded")
                && !phase.equals("Failed")
                && container(wanted).filter(PodContainer::running).isPresent();
    }

    /// A sentence for people: `pod api-5f7 is not running: container api waits (ImagePullBackOff)`.
    public String describe(@Nullable String wanted) {
        String pod = "pod " + name;
        if (leaving) {
            return pod + " is being deleted";
        }
        Optional<PodContainer> container = container(wanted);
        if (container.isEmpty()) {
            return pod + " has no container " + (wanted == null ? usual : wanted) + "; it has "
                    + containers.stream().map(PodContainer::name).collect(Collectors.joining(", "));
        }
        if (takes(wanted)) {
            return pod + " is running";
        }
        String why = !trouble.isEmpty()
                ? trouble
                : container.get().reason().isEmpty() ? phase : container.get().reason();
        return pod + " is not running: container " + container.get().name() + " (" + why + ")";
    }
}
