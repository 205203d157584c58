package dev.devsync.config.compose;

import java.nio.file.Path;
import java.util.List;

/// How a service's image is built.
///
/// @param context absolute
/// @param dockerfile as it is written, relative to the context
public record ComposeBuild(Path context, String dockerfile) {

    /// Where what is ignored may be listed, best first.
    public List<Path> ignoreFiles() {
        return List.of(context.resolve(dockerfile + ".dockerignore"), context.resolve(".dockerignore"));
    }
}
