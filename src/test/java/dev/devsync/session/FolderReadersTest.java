package dev.devsync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.config.Location;
import dev.devsync.config.Service;
import dev.devsync.config.Sync;
import dev.devsync.report.Event;
import dev.devsync.report.TargetName;
import dev.devsync.tree.Delta;
import dev.devsync.tree.Entry;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.TargetPath;
import dev.devsync.tree.Tree;
import dev.devsync.tree.TreeEditor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What those hear that share a folder, as their writers come and go.
@SuppressWarnings("NullAway.Init")
class FolderReadersTest {

    @TempDir
    Path folder;

    private final RecordedEvents events = new RecordedEvents();
    private final FolderReaders readers = new FolderReaders();
    private Fanout fanout;
    private SyncedSource source;

    /// What one target has heard.
    private static final class Ear implements Arrivals {
        final List<String> heard = new ArrayList<>();

        @Override
        public void caughtUp(SyncedSource source, Delta delta, Instant seen, long revision) {
            heard.add(revision + " with " + paths(delta));
        }

        @Override
        public void arrived(SyncedSource source, Delta delta, Tree before, Instant seen, long revision) {
            heard.add(revision + ": " + paths(delta));
        }

        @Override
        public void takenOver() {
            heard.add("taken over");
        }

        private static String paths(Delta delta) {
            return String.join(
                    " ",
                    delta.changes().stream()
                            .map(change -> change.path().display())
                            .toList());
        }
    }

    @BeforeEach
    void open() throws Exception {
        Sync sync = Sync.of(folder, new TargetPath("/app"));
        Service service = new Service("api", new Location.LocalFolder(), List.of(sync));
        source = SyncedSource.begin(service, sync, events);
        source.awaitReady();
        fanout = new Fanout("api", "/app", events);
    }

    @AfterEach
    void close() {
        source.close();
    }

    private Ear add(String name) {
        Ear ear = new Ear();
        readers.add(new TargetMember(source, new LocalConnector(), new TargetName("api", name, "/app"), fanout, ear));
        return ear;
    }

    private static Tree tree(String... files) {
        TreeEditor tree = Tree.EMPTY.edit();
        for (String file : files) {
            tree.put(RelativePath.of(file), new Entry.File(1, 1, 0644, null));
        }
        return tree.tree();
    }

    private void caughtUp(Tree now, Delta sent, long revision) {
        readers.caughtUp(now, sent, Instant.now(), revision);
    }

    private void arrived(Tree before, Tree now, long revision) {
        readers.arrived(before, now, Delta.between(before, now), Instant.now(), revision, Duration.ofMillis(1));
    }

    @Test
    void allHearTheSameAndCount() {
        Ear one = add("one");
        Ear two = add("two");
        caughtUp(tree("a"), Delta.between(Tree.EMPTY, tree("a")), 1);
        arrived(tree("a"), tree("a", "b"), 2);
        assertThat(one.heard).containsExactly("1 with a", "2: b");
        assertThat(two.heard).isEqualTo(one.heard);
        assertThat(events.of(Event.Synced.class))
                .singleElement()
                .matches(synced -> synced.targets() == 2 && synced.targetsInAll() == 2);
    }

    @Test
    void whoComesLaterIsInSyncAtOnce() {
        add("one");
        caughtUp(tree("a"), Delta.between(Tree.EMPTY, tree("a")), 1);
        Ear late = add("late");
        assertThat(late.heard).containsExactly("1 with ");
        readers.left();
        Ear later = add("later");
        assertThat(later.heard).as("nobody writes").isEmpty();
        caughtUp(tree("a"), Delta.NONE, 1);
        assertThat(later.heard).containsExactly("1 with ");
    }

    @Test
    void whatWasWrittenButNotToldIsToldByTheNextWriter() {
        Ear ear = add("one");
        caughtUp(tree("a"), Delta.between(Tree.EMPTY, tree("a")), 1);
        readers.left(); // the writer had put b there, and died
        caughtUp(tree("a", "b", "c"), Delta.between(tree("a", "b"), tree("a", "b", "c")), 3);
        assertThat(ear.heard.getLast()).startsWith("3 with ").contains("b", "c");
    }
}
