package dev.devsync.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CompatibilityPageTest {

    @Test
    void thePageIsWhatTheRecordsSay() throws Exception {
        assertThat(Records.PAGE).hasContent(new Page(Records.all()).text());
    }

    @Test
    void eachRecordHasEveryCell() throws Exception {
        assertThat(Records.all())
                .isNotEmpty()
                .allSatisfy((edition, outcomes) -> assertThat(outcomes.keySet()).containsExactlyElementsOf(Cell.all()));
    }

    private static String page(Function<Cell, Outcome> outcomes) {
        SortedMap<Cell, Outcome> found = new TreeMap<>();
        Cell.all().forEach(cell -> found.put(cell, outcomes.apply(cell)));
        SortedMap<Edition, SortedMap<Cell, Outcome>> records = new TreeMap<>();
        records.put(new Edition("podman", "5.8"), found);
        records.put(new Edition("docker", "28.5"), found);
        records.put(new Edition("docker", "20.10"), found);
        return new Page(records).text();
    }

    @Test
    void saysOnceWhatComesOutTheSame() {
        assertThat(page(cell -> cell.user() == ContainerUser.ROOT ? Outcome.WORKS : Outcome.WITH_OWNER))
                .contains("## Docker Engine 20.10, Docker Engine 28.5 and Podman 5.8's Docker API\n")
                .contains("| target in | busybox, Debian and no shell: root |"
                        + " busybox, Debian and no shell: uid, uid:gid and name |\n")
                .contains("| a volume | yes | with `owner` |\n")
                .contains("- **yes**: ")
                .doesNotContain("toolbox**");
    }

    @Test
    void saysWhereReplicasAreDifferent() {
        assertThat(page(cell -> cell.replicas() == Replicas.ONE ? Outcome.WORKS : Outcome.READ_ONLY))
                .contains("| a volume | 1: yes; 3: no: read-only |\n");
    }
}
