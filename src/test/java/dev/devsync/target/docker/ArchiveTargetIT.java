package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.devsync.delta.HostFile;
import dev.devsync.target.Applied;
import dev.devsync.target.HostTree;
import dev.devsync.target.Progress;
import dev.devsync.target.TargetException;
import dev.devsync.target.TargetOptions;
import dev.devsync.tree.Comparison;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.MtimePrecision;
import dev.devsync.tree.Owner;
import dev.devsync.tree.PathProblem;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.Snapshot;
import dev.devsync.tree.SyncMode;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

@SuppressWarnings("NullAway.Init")
class ArchiveTargetIT {

    @TempDir
    Path folder;

    private Engine engine;
    private GenericContainer<?> container;
    private ArchiveTarget target;
    private HostTree host;
    private Tree acknowledged = Tree.EMPTY;

    @BeforeEach
    void start() throws Exception {
        engine = TestEngine.connect();
        container = TestEngine.start("scratch");
        host = new HostTree(folder);
        target = open(container, null);
    }

    @AfterEach
    void stop() {
        target.close();
        container.close();
        engine.close();
    }

    private ArchiveTarget open(GenericContainer<?> there, @Nullable Owner owner) throws Exception {
        return ArchiveTarget.open(
                engine, TestEngine.info(engine, there), options("/srv/app", owner), "there is no shell");
    }

    private static TargetOptions options(String root, @Nullable Owner owner) {
        return new TargetOptions(new TargetPath(root), SyncMode.ONE_WAY_SAFE, owner);
    }

    private Applied push() throws TargetException {
        Applied applied = target.apply(Delta.between(acknowledged, host.tree()), host::fileOf, Progress.NONE);
        acknowledged = Delta.acknowledged(acknowledged, host.tree(), applied.failed());
        return applied;
    }

    private void assertSame(Tree present) {
        Tree wanted = host.tree()
                .map((_, entry) -> entry instanceof Entry.File f
                        ? new Entry.File(f.size(), MtimePrecision.SECONDS.kept(f.mtimeNanos()), f.mode())
                        : entry);
        assertThat(Delta.between(present, wanted).changes()).isEmpty();
    }

    /// What the engine says is at a path, by name.
    private Map<String, TarArchiveEntry> raw(String path) throws Exception {
        Map<String, TarArchiveEntry> entries = new TreeMap<>();
        try (var tar = new TarArchiveInputStream(
                engine.client()
                        .copyArchiveFromContainerCmd(container.getContainerId(), path)
                        .exec(),
                ISO_8859_1.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), entry);
            }
        }
        return entries;
    }

    @Test
    void bringsATreeAndItsChanges() throws Exception {
        host.file("src/main/App.java", "class App {}")
                .file(RelativePath.of("run.sh"), "#!/bin/sh\n".getBytes(UTF_8), 0755)
                .file(RelativePath.of("größe/ü.txt"), "u".getBytes(UTF_8), 0600)
                .file("empty", "")
                .file("x".repeat(120) + "/" + "y".repeat(120), "long")
                .folder("hollow", 0700)
                .link("current", "src/main")
                .link("dangling", "no/where");
        Applied applied = push();
        assertThat(applied.problems()).isEmpty();
        assertThat(applied.bytesSent()).isGreaterThan(host.tree().bytes());
        Snapshot snapshot = target.scan();
        assertSame(snapshot.present());
        assertThat(snapshot.owned().keySet())
                .containsExactlyInAnyOrderElementsOf(host.tree().paths());
        for (RelativePath path : host.tree().paths()) {
            if (host.tree().get(path) instanceof Entry.File) {
                assertThat(target.digests(Set.of(path))).containsEntry(path, HostFile.digest(host.fileOf(path)));
            }
        }

        host.file("src/main/App.java", "class App { int changed; }").chmod("run.sh", 0644);
        assertThat(push().problems()).isEmpty();
        assertSame(target.scan().present());
        assertThat(raw("/srv/app/src")).containsKey("src/main/App.java");
    }

    /// Found by a generated history: the container was killed in the middle, and a folder kept its mode for ever.
    @Test
    void ownsTheFoldersThatItMakesWhateverBecomesOfThem() throws Exception {
        host.folder("new", 0750).file("new/file", "content");
        Delta delta = Delta.between(Tree.EMPTY, host.tree());
        assertThatThrownBy(() -> target.apply(
                        delta,
                        path -> {
                            throw new IllegalStateException("cut short");
                        },
                        Progress.NONE))
                .isInstanceOf(Exception.class);
        try (ArchiveTarget next = open(container, null)) {
            assertThat(next.scan().owned()).containsKey(RelativePath.of("new"));
        }
    }

    /// Engine 20.10 refuses an archive with such a link in it, and with it all that comes after.
    @Test
    void bringsLinksThatLeadOutOfTheTarget() throws Exception {
        host.link("l$(x)", "../../..")
                .link("d/out", "../../x")
                .link("d/in", "../z")
                .file("z", "all the same");
        assertThat(push().problems()).isEmpty();
        assertSame(target.scan().present());

        host.delete("l$(x)").link("l$(x)", "../../../etc").delete("d/out").file("d/out", "a file now");
        assertThat(push().problems()).isEmpty();
        assertSame(target.scan().present());
        assertThat(raw("/srv").keySet()).allMatch(name -> name.equals("srv/") || name.startsWith("srv/app"));
    }

    @Test
    void saysWhichLinkAnEngineRefusesAndBringsTheRest() throws Exception {
        TestEngine.raw(
                engine,
                "devsync-it-archive-" + System.nanoTime(),
                create -> create.withVolumes(new Volume("/vol"))
                        .withHostConfig(new HostConfig().withReadonlyRootfs(true)),
                id -> {
                    engine.client().startContainerCmd(id.value()).exec();
                    try (ArchiveTarget there = ArchiveTarget.open(
                            engine, engine.container(id), options("/vol", null), "there is no shell")) {
                        host.link("a", "../..").file("b/c", "fine");
                        Applied applied =
                                there.apply(Delta.between(Tree.EMPTY, host.tree()), host::fileOf, Progress.NONE);
                        assertThat(applied.problems())
                                .allSatisfy(problem -> assertThat(problem.toString())
                                        .startsWith(
                                                "a: this engine takes no link that leads out of /vol, as to ../.."));
                        assertThat(there.scan().present().paths())
                                .extracting(RelativePath::display)
                                .contains("b", "b/c")
                                .hasSize(3 - applied.problems().size());
                    }
                });
    }

    @Test
    void bringsALargeFile() throws Exception {
        byte[] bytes = new byte[20 << 20];
        new java.util.Random(1).nextBytes(bytes);
        host.file(RelativePath.of("large"), bytes, 0644);
        assertThat(push().problems()).isEmpty();
        RelativePath large = RelativePath.of("large");
        assertThat(target.digests(Set.of(large))).containsEntry(large, HostFile.digest(host.fileOf(large)));
    }

    @Test
    void findsEverythingEqualWhenItComesBack() throws Exception {
        host.file("a", "1").file("d/e", "2").link("l", "a");
        push();
        target.close();
        target = open(container, null);
        Snapshot snapshot = target.scan();
        Comparison comparison =
                new Comparison(host.tree(), snapshot, target.capabilities().mtime());
        assertThat(comparison.undecided()).isEmpty();
        Tree there = comparison
                .result(Set.of(), SyncMode.ONE_WAY_SAFE, Set.of(), (_, _) -> false)
                .acknowledged();
        assertThat(Delta.between(there, host.tree()).changes()).isEmpty();

        target.recordOwned(host.tree().without(RelativePath.of("a")));
        assertThat(target.scan().owned())
                .doesNotContainKey(RelativePath.of("a"))
                .hasSize(3);
    }

    @Test
    void tellsWhatItCannotDoAndDoesTheRest() throws Exception {
        host.file("gone", "g").file("file", "f").file("folder/x", "x");
        push();
        host.delete("gone")
                .delete("file")
                .file("file/now", "folder")
                .delete("folder")
                .file("folder", "file");
        host.file("fine", "ok");
        Applied applied = push();
        assertThat(applied.failed())
                .extracting(RelativePath::display)
                .containsExactlyInAnyOrder("gone", "file", "file/now", "folder", "folder/x");
        assertThat(applied.problems()).allMatch(problem -> problem.kind() == PathProblem.Kind.REFUSED);
        assertThat(target.scan().present().paths())
                .extracting(RelativePath::display)
                .containsExactly("file", "fine", "folder", "folder/x", "gone");
    }

    @Test
    void findsTheGuiltyPathWhenTheEngineRefuses() throws Exception {
        target.scan();
        // Behind the target's back a folder comes into the place of a file.
        engine.client()
                .copyArchiveToContainerCmd(container.getContainerId())
                .withRemotePath("/srv/app")
                .withHostResource(
                        java.nio.file.Files.createDirectories(folder.resolveSibling("src-" + System.nanoTime())
                                        .resolve("guilty"))
                                .toString())
                .exec();
        host.file("a", "1").file("guilty", "file").file("z/deep", "2").file("zz", "3");
        Applied applied = push();
        assertThat(applied.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.path().display()).isEqualTo("guilty"));
        assertThat(target.scan().present().paths())
                .extracting(RelativePath::display)
                .containsExactly("a", "guilty", "z", "z/deep", "zz");
    }

    @Test
    void doesNotSendAFileThatChangedSinceTheScan() throws Exception {
        host.file("a", "old");
        push();
        host.file("a", "new").file("b", "fine");
        java.nio.file.Files.writeString(host.fileOf(RelativePath.of("a")), "newer still");
        assertThat(push().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(PathProblem.Kind.CHANGING));
        assertThat(raw("/srv/app/a").values())
                .singleElement()
                .satisfies(entry -> assertThat(entry.getSize()).isEqualTo(3));
    }

    @Test
    void givesFilesTheOwnerThatIsAskedFor() throws Exception {
        try (GenericContainer<?> app = TestEngine.start("busybox")) {
            host.file("d/a", "1");
            assertThat(ownership(app, new Owner(1000, 1001), "/srv/app/d", "/srv/app/d/a"))
                    .isEqualTo("1000:1001 755\n1000:1001 644\n");
        }
    }

    @Test
    void givesFilesTheContainersUser() throws Exception {
        try (GenericContainer<?> app =
                TestEngine.container("busybox").withCreateContainerCmdModifier(create -> create.withUser("app"))) {
            app.start();
            host.file("a", "1");
            assertThat(ownership(app, null, "/srv/app/a")).isEqualTo("1000:1000 644\n");
        }
    }

    /// Owner and mode of what is uploaded to a container that can tell itself: podman's archives hide the owner.
    private String ownership(GenericContainer<?> app, @Nullable Owner owner, String... paths) throws Exception {
        try (ArchiveTarget there = open(app, owner)) {
            there.apply(Delta.between(Tree.EMPTY, host.tree()), host::fileOf, Progress.NONE);
        }
        List<String> command = new ArrayList<>(List.of("stat", "-c", "%u:%g %a"));
        command.addAll(List.of(paths));
        return app.execInContainer(command.toArray(String[]::new)).getStdout();
    }

    @Test
    void refusesWhatItCannotWriteTo() throws Exception {
        ContainerInfo[] info = new ContainerInfo[1];
        TestEngine.raw(
                engine,
                "devsync-it-archive-" + System.nanoTime(),
                create -> create.withVolumes(new Volume("/vol"))
                        .withHostConfig(
                                new HostConfig().withReadonlyRootfs(true).withTmpFs(Map.of("/mem", ""))),
                id -> {
                    engine.client().startContainerCmd(id.value()).exec();
                    info[0] = engine.container(id);
                    assertThatThrownBy(() ->
                                    ArchiveTarget.open(engine, info[0], options("/srv", null), "there is no shell"))
                            .isInstanceOfSatisfying(TargetException.Refused.class, e -> {
                                assertThat(e).hasMessageContaining("is read-only");
                                assertThat(e.advice()).contains("volume");
                            });
                    assertThatThrownBy(() ->
                                    ArchiveTarget.open(engine, info[0], options("/mem/x", null), "there is no shell"))
                            .isInstanceOf(TargetException.Refused.class)
                            .hasMessageContaining("tmpfs");
                    try (ArchiveTarget there =
                            ArchiveTarget.open(engine, info[0], options("/vol", null), "there is no shell")) {
                        host.file("a", "1");
                        assertThat(there.apply(Delta.between(Tree.EMPTY, host.tree()), host::fileOf, Progress.NONE)
                                        .problems())
                                .isEmpty();
                        assertSame(there.scan().present());
                        assertThat(there.capabilities().weaknesses()).anyMatch(text -> text.contains("not recorded"));
                    }
                });
        assertThatThrownBy(() -> ArchiveTarget.open(engine, info[0], options("/vol", null), "there is no shell"))
                .isInstanceOf(TargetException.Disconnected.class);
    }

    @Test
    void saysThatTheContainerIsGone() throws Exception {
        host.file("a", "1");
        container.close();
        assertThatThrownBy(this::push)
                .isInstanceOf(TargetException.Disconnected.class)
                .hasMessageContaining("is gone");
    }

    @Test
    void admitsItsWeaknesses() {
        assertThat(target.capabilities().weaknesses()).hasSizeGreaterThan(2);
        assertThat(target.capabilities().mtime()).isEqualTo(MtimePrecision.SECONDS);
    }
}
