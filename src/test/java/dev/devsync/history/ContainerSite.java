package dev.devsync.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A folder in a container.
///
/// @param root absolute, at least two levels deep: devsync keeps its own folder beside it
record ContainerSite(DockerClient docker, String container, TargetKind kind, String root) implements Site {

    private static final long LIMIT_SECONDS = 60;

    @Override
    public String location() {
        return "container: " + container;
    }

    /// Whether a busybox can be had is an accident of the machine, and what it is like then is told by
    /// `ScratchTargetIT`.
    @Override
    public String toolbox() {
        return kind == TargetKind.SCRATCH ? "toolbox: off" : "";
    }

    @Override
    public Picture look() throws IOException, InterruptedException {
        try {
            return switch (kind) {
                case SCRATCH -> ofEngine();
                case BUSYBOX -> TarPicture.of(tar("cd -P \"$1\" && tar -cf - ."));
                case DEBIAN -> withExactTimes(TarPicture.of(tar("cd -P \"$1\" && tar --format=gnu -cf - .")));
                case LOCAL -> throw new IllegalStateException("no container");
            };
        } catch (DockerException e) {
            throw new IOException("cannot look into " + container, e);
        }
    }

    private Picture ofEngine() throws IOException {
        try (InputStream tar =
                docker.copyArchiveFromContainerCmd(container, root).exec()) {
            return TarPicture.of(tar);
        }
    }

    private InputStream tar(String command) throws IOException, InterruptedException {
        return new ByteArrayInputStream(run(command, root));
    }

    /// The tar keeps whole seconds only; find tells the rest.
    private Picture withExactTimes(Picture picture) throws IOException, InterruptedException {
        Map<String, Long> times = new HashMap<>();
        String all = new String(run("cd \"$1\" && find . -type f -printf '%T@ %P\\0'", root), ISO_8859_1);
        for (String line : all.split("\0", -1)) {
            int space = line.indexOf(' ');
            if (space > 0) {
                String[] time = line.substring(0, space).split("\\.", 2);
                long nanos = Long.parseLong((time[1] + "000000000").substring(0, 9));
                times.put(line.substring(space + 1), Long.parseLong(time[0]) * 1_000_000_000 + nanos);
            }
        }
        TreeMap<String, Picture.Item> exact = new TreeMap<>(picture.items());
        exact.replaceAll(
                (path, item) -> item instanceof Picture.Item.File(long size, String content, int mode, long nanos)
                        ? new Picture.Item.File(size, content, mode, times.getOrDefault(path, nanos))
                        : item);
        return new Picture(exact);
    }

    /// Runs a shell command in the container as root.
    ///
    /// @return its standard output
    byte[] run(String command, String... arguments) throws IOException, InterruptedException {
        String[] words = new String[4 + arguments.length];
        words[0] = "sh";
        words[1] = "-c";
        words[2] = command;
        words[3] = "history";
        System.arraycopy(arguments, 0, words, 4, arguments.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String exec = docker.execCreateCmd(container)
                .withCmd(words)
                .withUser("0:0")
                .withAttachStdout(true)
                .exec()
                .getId();
        boolean ended = docker.execStartCmd(exec)
                .exec(new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                        out.writeBytes(frame.getPayload()); // docker-java uses the buffer again
                    }
                })
                .awaitCompletion(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            throw new IOException("no end of `" + command + "` in " + container + " within " + LIMIT_SECONDS + " s");
        }
        return out.toByteArray();
    }
}
