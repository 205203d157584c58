package dev.devsync.config.detect;

import dev.devsync.config.Action;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Java and Kotlin, with Maven or Gradle.
final class JavaStack implements Stack {

    private static final Pattern ROOT_NAME = Pattern.compile("(?m)^\\s*rootProject\\.name\\s*=\\s*[\"']([^\"']+)[\"']");
    private static final Pattern GRADLE_VERSION = Pattern.compile("(?m)^\\s*version\\s*=?\\s*[\"']([^\"'$]+)[\"']");

    @Override
    public Optional<Detection> detect(ProjectFiles files) throws IOException {
        if (files.has("pom.xml")) {
            return Optional.of(maven(files));
        }
        Optional<String> gradle = files.first("build.gradle.kts", "build.gradle");
        return gradle.isPresent() ? Optional.of(gradle(files, gradle.get())) : Optional.empty();
    }

    private static Detection maven(ProjectFiles files) throws IOException {
        String pom = files.text("pom.xml");
        String maven = files.has("mvnw") ? "./mvnw" : "mvn";
        boolean spring = pom.contains("spring-boot-maven-plugin");
        Draft draft = new Draft(Language.JAVA)
                .evidence("pom.xml", spring ? "Spring Boot with Maven" : "Java with Maven")
                .ignore("/target/");
        draft.build(Proposal.found(maven + " -q -DskipTests package", "Maven builds it, without tests"));
        String own = ownElements(pom);
        String name = element(own, "artifactId").orElse(files.name());
        String version =
                element(own, "version").or(() -> element(pom, "version")).orElse("");
        String jar = element(pom, "finalName").orElse(name + "-" + version) + ".jar";
        if (jar.contains("${") || version.isEmpty()) {
            draft.run(Proposal.guessed("exec java -jar target/*.jar", "the jar's name is put together by Maven"));
        } else if (spring) {
            draft.run(Proposal.found("java -jar target/" + jar, "the jar that Spring Boot's plugin makes"));
        } else {
            draft.run(Proposal.guessed("java -jar target/" + jar, "the jar that Maven makes"));
            draft.check(
                    "`run` starts target/%s: it must be a jar with a main class and all that it needs.".formatted(jar));
        }
        return common(draft, spring);
    }

    /// The pom without its parent, its dependencies and its plugins, whose elements have the same names.
    private static String ownElements(String pom) {
        return pom.replaceAll("(?s)<(parent|dependencies|dependencyManagement|build|profiles|reporting)>.*?</\\1>", "");
    }

    private static Optional<String> element(String xml, String name) {
        return Pattern.compile("<%s>\\s*([^<\\s]+)\\s*</%s>".formatted(name, name))
                .matcher(xml)
                .results()
                .map(found -> found.group(1))
                .findFirst();
    }

    private static Detection gradle(ProjectFiles files, String file) throws IOException {
        String script = files.text(file);
        String gradle = files.has("gradlew") ? "./gradlew" : "gradle";
        boolean spring = script.contains("org.springframework.boot");
        Draft draft = new Draft(Language.JAVA)
                .evidence(file, spring ? "Spring Boot with Gradle" : "Java with Gradle")
                .ignore("/build/", "/.gradle/");
        String settings = files.first("settings.gradle.kts", "settings.gradle").orElse("");
        Optional<String> name = settings.isEmpty() ? Optional.empty() : files.match(settings, ROOT_NAME);
        Optional<String> version = files.match(file, GRADLE_VERSION);
        if (spring) {
            draft.build(Proposal.found(gradle + " -q bootJar", "Gradle builds it, without tests"));
            if (name.isPresent() && version.isPresent()) {
                draft.run(Proposal.found(
                        "java -jar build/libs/%s-%s.jar".formatted(name.get(), version.get()),
                        "the jar that Spring Boot's plugin makes"));
            } else {
                draft.run(Proposal.guessed(
                        "exec java -jar \"$(ls build/libs/*.jar | grep -v -- -plain.jar | head -n 1)\"",
                        "the jar's name is not said in so many words"));
            }
        } else if (script.contains("application")) {
            String program = name.orElse(files.name());
            String run = "build/install/%s/bin/%s".formatted(program, program);
            draft.build(Proposal.found(gradle + " -q installDist", "Gradle's application plugin"));
            draft.run(
                    name.isPresent()
                            ? Proposal.found(run, "what installDist makes")
                            : Proposal.guessed(run, "Gradle names it after the folder, as it is called there"));
        } else {
            draft.build(Proposal.found(gradle + " -q assemble", "Gradle builds it, without tests"));
            draft.check("Say in `run` how the app is started: build/libs has what Gradle makes.");
        }
        return common(draft, spring);
    }

    private static Detection common(Draft draft, boolean spring) {
        draft.rule(List.of("/src/test/**"), null, Action.NONE, "tests are no part of the app");
        if (spring) {
            draft.port(Proposal.guessed(8080, "Spring Boot's own"));
        }
        return draft.done();
    }
}
