package dev.devsync.target.relay;

import dev.devsync.target.Target;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.TargetPath;
import java.util.List;

/// What a relay serves: folders that are targets for laptops and sources for pods.
public interface Hub {

    /// A connection to the folder that is passed on to a folder of the targets.
    ///
    /// @param options with the folder of the targets as its root
    /// @param writer a name for the connection that no other has
    /// @throws TargetException.Refused if this relay passes nothing on there
    Target connect(TargetOptions options, String writer) throws TargetException;

    /// How it stands with each folder.
    List<HubReport> reports();

    /// Compares a folder with all targets that it is passed on to.
    List<HubComparison> compare(TargetPath root) throws TargetException;
}
