package dev.devsync.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Looks at folders with nothing of devsync's: path → what is there, for people and for comparisons.
final class Look {

    private static final long LIMIT_SECONDS = 60;

    private Look() {}

    static SortedMap<String, String> onHost(Path folder) throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(each -> !each.equals(folder)).toList()) {
                found.put(folder.relativize(path).toString(), describe(path));
            }
        }
        return found;
    }

    private static String describe(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "link to " + Files.readSymbolicLink(path);
        }
        return Files.isDirectory(path) ? "folder" : "file " + Files.isExecutable(path) + " " + Files.readString(path);
    }

    /// Through the engine. It does not see into a tmpfs.
    static SortedMap<String, String> byArchive(DockerClient docker, String container, String folder)
            throws IOException {
        try (InputStream tar =
                docker.copyArchiveFromContainerCmd(container, folder).exec()) {
            return read(tar);
        }
    }

    /// Through a tar in the container.
    ///
    /// @param tar its words, up to its options
    static SortedMap<String, String> byTar(DockerClient docker, String container, String folder, List<String> tar)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(tar);
        words.addAll(List.of("-C", folder, "-cf", "-", "."));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        String exec = docker.execCreateCmd(container)
                .withCmd(words.toArray(String[]::new))
                .withUser("0:0")
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId();
        boolean ended = docker.execStartCmd(exec)
                .exec(new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                        (frame.getStreamType() == StreamType.STDERR ? errors : out).writeBytes(frame.getPayload());
                    }
                })
                .awaitCompletion(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended || errors.size() > 0) {
            throw new IOException("tar in " + container + ": " + errors.toString(UTF_8));
        }
        return read(new ByteArrayInputStream(out.toByteArray()));
    }

    private static SortedMap<String, String> read(InputStream tar) throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        TarArchiveInputStream in = new TarArchiveInputStream(tar, UTF_8.name());
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            String name = entry.getName().replaceFirst("/$", "");
            if (name.contains("/")) { // else it is the folder itself
                found.put(name.substring(name.indexOf('/') + 1), describe(entry, in));
            }
        }
        return found;
    }

    private static String describe(TarArchiveEntry entry, InputStream in) throws IOException {
        if (entry.isSymbolicLink()) {
            return "link to " + entry.getLinkName();
        }
        boolean executable = (entry.getMode() & 0100) != 0;
        return entry.isDirectory() ? "folder" : "file " + executable + " " + new String(in.readAllBytes(), UTF_8);
    }
}
