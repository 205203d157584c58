package dev.devsync.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorTest {

    private static final int STEPS = 400;

    @TempDir
    Path folder;

    private static History history(long seed) {
        return new Generator(seed, Generator.Repertoire.ALL).history(STEPS);
    }

    @Test
    void makesTheSameOfTheSameSeedAndAnotherOfAnother() {
        assertThat(history(7)).isEqualTo(history(7));
        assertThat(history(7).steps()).isNotEqualTo(history(8).steps());
    }

    @Test
    void makesStepsOfEveryKind() {
        Set<String> made = LongStream.range(0, 10)
                .boxed()
                .flatMap(seed -> history(seed).steps().stream())
                .map(Step::kind)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> edits = Stream.of(Step.Edit.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(made).containsAll(edits).contains("Pause", "Check");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyStepDoesTheSameToTheHostAndToTheModel(long seed) throws Exception {
        ModelPlace model = new ModelPlace();
        HostPlace host = new HostPlace(folder);
        int changes = 0;
        for (Step step : history(seed).steps()) {
            if (step instanceof Step.Edit edit) {
                var before = Set.copyOf(model.nodes().entrySet());
                edit.on(model);
                edit.on(host);
                changes += before.equals(Set.copyOf(model.nodes().entrySet())) ? 0 : 1;
            }
        }
        assertThat(host.below("")).isEqualTo(model.below("")).hasSizeGreaterThan(20);
        for (String path : model.below("")) {
            assertThat(host.at(path)).as(path).isEqualTo(model.at(path));
            if (model.at(path) == Place.Kind.FILE) {
                assertThat(host.read(path)).as(path).isEqualTo(model.read(path));
            }
        }
        assertThat(changes).as("steps that changed something").isGreaterThan(STEPS / 4);
    }

    @Test
    void leavesTypesAloneWhereTheTargetCannotSwapThem() throws Exception {
        ModelPlace model = new ModelPlace();
        for (Step step :
                new Generator(3, Generator.Repertoire.TYPES_STAY).history(STEPS).steps()) {
            if (step instanceof Step.Edit edit) {
                edit.on(model);
                for (String path : model.below("")) {
                    boolean named = path.substring(path.lastIndexOf('/') + 1).matches("(?is)d.*");
                    assertThat(model.at(path) == Place.Kind.FOLDER).as(path).isEqualTo(named);
                }
            }
        }
    }
}
