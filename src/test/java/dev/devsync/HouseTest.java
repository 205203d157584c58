package dev.devsync;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Holds the house as docs/architecture.md draws it: a package a stage, and who may import whom.
class HouseTest {

    private static final String ROOT = "dev.devsync.";

    /// Package → the packages of ours that it may import. What stands in docs/architecture.md is checked against it.
    static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("tree", List.of()),
            Map.entry("config", List.of("tree")),
            Map.entry("config.compose", List.of("config", "tree")),
            Map.entry("config.detect", List.of("config", "tree")),
            Map.entry("config.imports", List.of("config", "config.detect", "tree")),
            Map.entry("config.starter", List.of("config", "config.detect", "config.imports", "tree")),
            Map.entry("config.mounts", List.of("config", "config.compose", "config.detect", "config.starter", "tree")),
            Map.entry("select", List.of("tree")),
            Map.entry("watch", List.of("select", "tree")),
            Map.entry("delta", List.of("tree")),
            Map.entry("target", List.of("delta", "tree")),
            Map.entry("target.agent", List.of("target", "delta", "tree")),
            Map.entry("target.net", List.of("tree")),
            Map.entry("target.docker", List.of("target", "target.agent", "target.net", "delta", "tree")),
            Map.entry("target.kube", List.of("target", "target.agent", "tree")),
            Map.entry("target.process", List.of("target", "target.agent", "tree")),
            Map.entry("target.relay", List.of("target", "target.agent", "target.net", "delta", "tree")),
            Map.entry("target.local", List.of("target", "target.agent", "tree")),
            Map.entry("react", List.of("config", "select", "target", "tree")),
            Map.entry("report", List.of("tree")),
            Map.entry(
                    "session",
                    List.of(
                            "config",
                            "config.detect",
                            "select",
                            "watch",
                            "delta",
                            "target",
                            "target.agent",
                            "target.docker",
                            "target.kube",
                            "target.process",
                            "target.local",
                            "target.relay",
                            "react",
                            "report",
                            "tree")),
            Map.entry("api", List.of("session", "config", "report", "tree")),
            Map.entry(
                    "cli",
                    List.of(
                            "session",
                            "config",
                            "config.compose",
                            "config.imports",
                            "config.mounts",
                            "config.starter",
                            "report",
                            "tree")));

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.devsync");

    @TestFactory
    Stream<DynamicTest> a_package_imports_only_what_it_may() {
        return MAY_IMPORT.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
                    Set<String> allowed = new HashSet<>(row.getValue());
                    allowed.add(row.getKey());
                    noClasses()
                            .that()
                            .resideInAPackage(ROOT + row.getKey())
                            .should()
                            .dependOnClassesThat(ofOursOutside(allowed))
                            .check(HOUSE);
                }));
    }

    private static DescribedPredicate<JavaClass> ofOursOutside(Set<String> allowed) {
        return DescribedPredicate.describe(
                "are of devsync, but not in " + allowed,
                // Errors pass through every floor; only cli turns them into messages.
                type -> type.getPackageName().startsWith(ROOT)
                        && !type.isAssignableTo(Exception.class)
                        && !allowed.contains(type.getPackageName().substring(ROOT.length())));
    }

    @Test
    void every_package_has_a_row() {
        Set<String> packages = new HashSet<>();
        for (JavaPackage each : HOUSE.getPackage("dev.devsync").getSubpackagesInTree()) {
            if (!each.getClasses().isEmpty()) {
                packages.add(each.getName().substring(ROOT.length()));
            }
        }
        assertThat(packages).isEqualTo(MAY_IMPORT.keySet());
    }

    @Test
    void there_are_no_cycles() {
        slices().matching("dev.devsync.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void only_report_and_cli_print() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "report", ROOT + "cli")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(HOUSE);
    }

    @Test
    void no_class_is_a_junk_drawer() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Base|Misc|Common[A-Z].*)$")
                .check(HOUSE);
    }

    @Test
    void the_vocabulary_does_no_input_or_output() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "tree")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..")
                .check(HOUSE);
    }

    @Test
    void commands_stay_inside_cli() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Command")
                .and()
                .areTopLevelClasses()
                .should()
                .resideInAPackage(ROOT + "cli")
                .andShould()
                .notBePublic()
                .check(HOUSE);
    }
}
