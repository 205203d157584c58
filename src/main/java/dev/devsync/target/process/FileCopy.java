package dev.devsync.target.process;

import dev.devsync.target.TargetException;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.AgentTransport;
import dev.devsync.tree.TargetPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Copies files from one target to another, through this machine's memory and no disk: `tar` there, `tar` here.
public final class FileCopy {

    private FileCopy() {}

    /// @param paths files and folders, which keep their places
    /// @throws TargetException.Disconnected if a target cannot be reached
    /// @throws TargetException.Refused if one of the paths is missing, or cannot be written
    public static void copy(AgentTransport from, AgentTransport to, List<TargetPath> paths) throws TargetException {
        List<String> pack = new ArrayList<>(List.of("tar", "-C", "/", "-cf", "-", "--"));
        paths.forEach(path -> pack.add("." + path.value()));
        // The exit code comes behind the archive's end: exec streams have none of their own.
        List<String> unpack = List.of("sh", "-c", "tar -C / -xf - 2>&1 && echo unpacked; cat >/dev/null");
        try (AgentChannel source = from.start(pack);
                AgentChannel target = to.start(unpack)) {
            long bytes = source.output().transferTo(target.input());
            target.input().close();
            String said = new String(target.output().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (bytes == 0 || !source.diagnostics().isEmpty() || !said.endsWith("unpacked\n")) {
                throw new TargetException.Refused(
                        "what was built could not be copied to another replica: "
                                + (source.diagnostics() + " " + said).strip(),
                        "Are all `outputs` files and folders that the build makes, and may they be written there?");
            }
        } catch (IOException e) {
            throw new TargetException.Disconnected("a copy between replicas was cut off: " + e.getMessage(), e);
        }
    }
}
