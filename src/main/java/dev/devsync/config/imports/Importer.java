package dev.devsync.config.imports;

import dev.devsync.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads the file of one tool.
public sealed interface Importer permits AirImport, FreshImport, RealizeImport, NodemonImport {

    /// What is imported from, the first that is there.
    List<Importer> ALL = List.of(new AirImport(), new FreshImport(), new RealizeImport(), new NodemonImport());

    /// Finds the file of a known tool in a folder and reads it.
    ///
    /// @throws ConfigException if the file cannot be understood at all, with its line where that is known
    /// @throws IOException if it cannot be read
    static Optional<Imported> importFrom(Path folder) throws ConfigException, IOException {
        for (Importer importer : ALL) {
            Optional<String> file = importer.find(folder);
            if (file.isPresent()) {
                return Optional.of(importer.read(folder, file.get()));
            }
        }
        return Optional.empty();
    }

    /// The name of the file of a known tool in a folder, if there is one.
    ///
    /// @throws IOException if what would tell cannot be read
    static Optional<String> fileIn(Path folder) throws IOException {
        for (Importer importer : ALL) {
            Optional<String> file = importer.find(folder);
            if (file.isPresent()) {
                return file;
            }
        }
        return Optional.empty();
    }

    /// The name of the tool's file in a folder, if it is there.
    ///
    /// @throws IOException if what would tell cannot be read
    Optional<String> find(Path folder) throws IOException;

    /// @param file its path in the folder, which is there
    /// @throws ConfigException if the file cannot be understood at all
    /// @throws IOException if it cannot be read
    Imported read(Path folder, String file) throws ConfigException, IOException;
}
