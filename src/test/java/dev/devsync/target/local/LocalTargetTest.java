package dev.devsync.target.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsync.target.Access;
import dev.devsync.target.Applied;
import dev.devsync.target.Claim;
import dev.devsync.target.HostTree;
import dev.devsync.target.Progress;
import dev.devsync.target.Target;
import dev.devsync.target.TargetContract;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.target.agent.AgentChannel;
import dev.devsync.target.agent.AgentTarget;
import dev.devsync.tree.Delta;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a folder of this machine.
class LocalTargetTest implements TargetContract {

    @TempDir
    Path place;

    @Override
    public Target connect(SyncMode mode) throws TargetException {
        TargetPath root = new TargetPath(place.resolve("root").toString());
        return AgentTarget.open(new LocalTransport(), new TargetOptions(root, mode, null));
    }

    /// Found by a generated history: `devsync up` ended while it connected, and a staging folder stayed behind.
    @Test
    void leavesNothingStagedWhenAnInterruptedThreadCloses() throws Exception {
        Target target = connect(SyncMode.ONE_WAY_SAFE);
        Thread.currentThread().interrupt();
        target.close();
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(staged()).isEmpty();
    }

    /// A pipe takes 64 KiB: the agent would wait for a reader until it is killed.
    @Test
    void leavesNothingStagedWhenClosedInTheMiddleOfALongListing() throws Exception {
        HostTree host = fixture().host;
        for (int i = 0; i < 2_000; i++) {
            host.file("folder with a long name/file " + i, "content");
        }
        fixture().pushAll();
        Started started = start();
        started.channel().input().write("L\n".getBytes(UTF_8));
        Thread.sleep(300); // until the pipe is full
        started.target().close();
        assertThat(staged()).isEmpty();
    }

    @Test
    void theAgentLeavesNothingStagedWhenNobodyTakesItsReplies() throws Exception {
        Started started = start();
        started.channel().output().close();
        started.channel().input().write("Y\n".getBytes(UTF_8));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(staged()).isEmpty());
        started.target().close();
    }

    /// Found by generated histories: a link took the target's place, devsync was restarted, the link was deleted. In
    /// the
    /// place of before there was still word of the devsync that had ended.
    @Test
    void whoConnectsAgainTakesTheFolderFromOneThatIsOlder() throws Exception {
        Claim older = Claim.first();
        connect("root", older).close();
        older = older.again(Instant.now());
        Claim newer = Claim.first();
        connect("elsewhere", newer).close();
        newer = newer.again(Instant.now());
        connect("root", newer).close();
        Claim last = older;
        assertThatThrownBy(() -> connect("root", last)).isInstanceOf(TargetException.Fenced.class);
    }

    @Test
    void tellsJavasFlightRecorder() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("dev.devsync.Send");
            recording.enable("dev.devsync.Acknowledge");
            recording.start();
            fixture().host.file("one", "content");
            fixture().pushAll();
            fixture().host.file("two", "content").file("three", "content");
            fixture().pushAll();
            recording.stop();
            Path events = place.resolve("events.jfr");
            recording.dump(events);
            assertThat(RecordingFile.readAllEvents(events))
                    .extracting(event -> event.getEventType().getName())
                    .containsSubsequence("dev.devsync.Send", "dev.devsync.Send")
                    .contains("dev.devsync.Acknowledge");
        }
    }

    private Target connect(String folder, Claim claim) throws TargetException {
        TargetPath root = new TargetPath(place.resolve(folder).toString());
        return AgentTarget.open(
                new LocalTransport(), new TargetOptions(root, SyncMode.ONE_WAY_SAFE, null, Access.WRITE, claim));
    }

    private record Started(AgentChannel channel, Target target) {}

    private Started start() throws TargetException {
        AtomicReference<AgentChannel> channel = new AtomicReference<>();
        TargetPath root = new TargetPath(place.resolve("root").toString());
        Target target = AgentTarget.open(
                command -> {
                    channel.set(new LocalTransport().start(command));
                    return channel.get();
                },
                new TargetOptions(root, SyncMode.ONE_WAY_SAFE, null));
        assertThat(staged()).hasSize(1);
        return new Started(channel.get(), target);
    }

    private List<String> staged() {
        try (var files = Files.list(place.resolve(".devsync-root"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("in-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A path may be short enough for the host and too long below the target's root.
    @Test
    void whatIsTooLongForTheTargetIsRefusedAloneAndTheRestArrives() throws Exception {
        String deep = ("d".repeat(250) + "/").repeat(14);
        TargetPath root =
                new TargetPath(place.resolve(("r".repeat(200) + "/").repeat(4)).toString());
        HostTree host = fixture()
                .host
                .file("before/file", "content")
                .file(deep + "file", "content")
                .file("zone/" + "n".repeat(255), "content")
                .link("link", "zone");
        try (Target target =
                AgentTarget.open(new LocalTransport(), new TargetOptions(root, SyncMode.ONE_WAY_SAFE, null))) {
            Delta delta = Delta.between(Tree.EMPTY, host.tree());
            Applied applied = target.apply(delta, host::fileOf, Progress.NONE);
            assertThat(applied.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.kind()).isEqualTo(PathProblem.Kind.REFUSED);
                assertThat(problem.detail())
                        .matches("the path has \\d+ bytes, and the target takes \\d+ below its root");
                assertThat(problem.path().raw()).startsWith("ddd");
            });
            assertThat(applied.failed()).contains(RelativePath.of(deep + "file"));
            Tree acknowledged = Delta.acknowledged(Tree.EMPTY, host.tree(), applied.failed());
            assertThat(target.scan().present().paths()).containsExactlyElementsOf(acknowledged.paths());
            Delta again = Delta.between(acknowledged, host.tree());
            assertThat(target.apply(again, host::fileOf, Progress.NONE).failed())
                    .containsExactlyElementsOf(applied.failed());
        }
    }

    @Override
    public String inTarget(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(place.resolve("root").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
