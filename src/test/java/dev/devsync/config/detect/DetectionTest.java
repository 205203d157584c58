package dev.devsync.config.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsync.config.Action;
import dev.devsync.config.Reactions;
import dev.devsync.config.Rule;
import dev.devsync.config.Step;
import dev.devsync.select.PathPatterns;
import dev.devsync.tree.RelativePath;
import dev.devsync.tree.StopSignal;
import dev.devsync.tree.TargetPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectionTest {

    @TempDir
    private Path folder;

    private void file(String path, String text) throws Exception {
        Path file = folder.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private Detection detect() throws Exception {
        return Detection.of(folder);
    }

    private static @Nullable String line(@Nullable Proposal<String> proposal) {
        return proposal == null ? null : proposal.value();
    }

    private void isBuiltAndRunBy(@Nullable String build, @Nullable String run) throws Exception {
        Detection detection = detect();
        assertThat(line(detection.build())).isEqualTo(build);
        assertThat(line(detection.run())).isEqualTo(run);
    }

    private List<String> rules() throws Exception {
        return detect().rules().stream()
                .filter(rule -> !rule.why().equals("no part of the app")) // the same everywhere
                .map(rule -> String.join(" ", rule.changed()) + (rule.exec() == null ? "" : ": " + rule.exec()) + " → "
                        + rule.action().keyword())
                .toList();
    }

    @Test
    void nothing() throws Exception {
        file("README.md", "hello");
        assertThat(detect()).isEqualTo(Detection.NOTHING);
    }

    @Test
    void whatIsNoPartOfTheAppDoesNothing() throws Exception {
        file("go.mod", "module shop\n");
        file("main.go", "package main\n");
        file(".gitignore", "/bin/\n*.log\nlogs/\n/var/log\n# logs of old\ncatalog.json\n");
        ProposedRule last = detect().rules().getLast();
        assertThat(last.action()).isEqualTo(Action.NONE);
        PathPatterns patterns = PathPatterns.of("a test", last.changed());
        assertThat(Stream.of(
                        "README.md",
                        "docs/deep/page.md",
                        "LICENSE",
                        ".gitignore",
                        "devsync.yaml",
                        "a.log",
                        "logs/today",
                        "deep/logs/a/b",
                        "var/log/x"))
                .allMatch(path -> patterns.matches(RelativePath.of(path)));
        assertThat(Stream.of("main.go", "catalog.json", "go.mod", "bin/x", "deep/var/log/x", "config.yaml"))
                .noneMatch(path -> patterns.matches(RelativePath.of(path)));
        file("main.go", "package main\n\n//go:embed help.md\n");
        assertThat(detect().rules().getLast().changed()).doesNotContain("*.md").contains("LICENSE*");
    }

    @Test
    void aServerThatLoadsChangesByItselfNeedsNoMoreRules() throws Exception {
        file("package.json", "{\"scripts\": {\"dev\": \"vite --host\"}}");
        assertThat(detect().rules().getLast().changed()).containsExactly("*");
    }

    @Test
    void goWithOneProgram() throws Exception {
        file("go.mod", "module example.com/shop/api/v2\n\ngo 1.24\n");
        file("main.go", "// The shop.\npackage main\n");
        file("main_test.go", "package main\n");
        Files.createDirectories(folder.resolve("templates"));
        assertThat(detect().language()).isEqualTo(Language.GO);
        assertThat(detect().evidence())
                .containsExactly(new Evidence("go.mod", "the Go module example.com/shop/api/v2"));
        isBuiltAndRunBy("go build -o /tmp/api .", "/tmp/api");
        assertThat(rules())
                .containsExactly(
                        "go.mod go.sum: go mod download → build", "*_test.go → none", "templates/** → restart");
    }

    @Test
    void goWithSeveralPrograms() throws Exception {
        file("go.mod", "module shop\n");
        file("cmd/migrate/main.go", "package main\n");
        file("cmd/shop/main.go", "package main\n");
        isBuiltAndRunBy("go build -o /tmp/shop ./cmd/shop", "/tmp/shop");
        assertThat(Objects.requireNonNull(detect().build()).sureness()).isEqualTo(Proposal.Sureness.GUESSED);
        assertThat(detect().checks()).singleElement().asString().contains("./cmd/migrate, ./cmd/shop");
    }

    @Test
    void goThatEmbedsItsTemplates() throws Exception {
        file("go.mod", "module shop\n");
        file("main.go", "package main\n\n//go:embed templates/*\nvar files embed.FS\n");
        file("templates/a.html", "");
        assertThat(rules()).noneMatch(rule -> rule.contains("templates"));
    }

    @Test
    void aGoLibrary() throws Exception {
        file("go.mod", "module shop\n");
        file("shop.go", "package shop\n");
        isBuiltAndRunBy(null, null);
        assertThat(detect().checks()).isNotEmpty();
    }

    @Test
    void nodeWithAServerThatReloads() throws Exception {
        file("package.json", """
                {"scripts": {"dev": "vite --host", "build": "vite build"}, "devDependencies": {"vite": "7"}}
                """);
        file("package-lock.json", "{}");
        isBuiltAndRunBy(null, "npm run dev");
        assertThat(rules()).containsExactly("/package.json /package-lock.json: npm ci → restart", "* → none");
        assertThat(detect().checks()).isEmpty();
        file("package.json", "{\"scripts\": {\"dev\": \"next dev -p 4000\"}}");
        file("pnpm-lock.yaml", "");
        isBuiltAndRunBy(null, "pnpm run dev");
    }

    @Test
    void nodeWithAPlainServer() throws Exception {
        file("package.json", "{\"scripts\": {\"start\": \"node src/server.js\", \"dev\": \"nodemon src/server.js\"}}");
        file("yarn.lock", "");
        isBuiltAndRunBy(null, "node src/server.js");
        assertThat(rules().getFirst()).isEqualTo("/package.json /yarn.lock: yarn install --frozen-lockfile → restart");
        file("package.json", "{\"scripts\": {\"dev\": \"tsx watch src/server.ts\"}}");
        isBuiltAndRunBy(null, "npx tsx src/server.ts");
    }

    @Test
    void nodeThatIsCompiled() throws Exception {
        file("package.json", "{\"scripts\": {\"start\": \"node dist/main.js\", \"build\": \"tsc\"}}");
        isBuiltAndRunBy("npm run build", "node dist/main.js");
    }

    @Test
    void aBrokenPackageJson() throws Exception {
        file("package.json", "{");
        file("server.js", "");
        isBuiltAndRunBy(null, "node server.js");
    }

    @Test
    void pythonByFramework() throws Exception {
        file("requirements.txt", "fastapi\nuvicorn\n");
        file("app/main.py", "from fastapi import FastAPI\n\napi = FastAPI(title='x')\n");
        isBuiltAndRunBy(null, "uvicorn app.main:api --host 0.0.0.0 --port 8000");
        assertThat(rules().getFirst()).isEqualTo("requirements*.txt: pip install -r requirements.txt → restart");
        file("app.py", "from flask import Flask\napp = Flask(__name__)\n");
        isBuiltAndRunBy(null, "flask --app app:app run --host 0.0.0.0 --port 5000");
        file("manage.py", "");
        file("uv.lock", "");
        isBuiltAndRunBy(null, "uv run --no-sync python manage.py runserver --noreload 0.0.0.0:8000");
    }

    @Test
    void javaWithMaven() throws Exception {
        file("pom.xml", """
                <project>
                  <parent>
                    <artifactId>spring-boot-starter-parent</artifactId>
                    <version>4.0.0</version>
                  </parent>
                  <artifactId>shop</artifactId>
                  <version>1.2-SNAPSHOT</version>
                  <build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>
                </project>
                """);
        file("mvnw", "");
        isBuiltAndRunBy("./mvnw -q -DskipTests package", "java -jar target/shop-1.2-SNAPSHOT.jar");
    }

    @Test
    void javaWithGradle() throws Exception {
        file("build.gradle.kts", "plugins { id(\"org.springframework.boot\") version \"4.0.0\" }\nversion = \"1.0\"\n");
        file("settings.gradle.kts", "rootProject.name = \"shop\"\n");
        isBuiltAndRunBy("gradle -q bootJar", "java -jar build/libs/shop-1.0.jar");
        file("build.gradle.kts", "plugins { application }\n");
        isBuiltAndRunBy("gradle -q installDist", "build/install/shop/bin/shop");
    }

    @Test
    void rust() throws Exception {
        file("Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\n\n[dependencies]\n");
        isBuiltAndRunBy("cargo build", "target/debug/shop");
        assertThat(detect().ignore()).containsExactly("/target/");
        file("Cargo.toml", "[workspace]\nmembers = [\"a\"]\n");
        isBuiltAndRunBy("cargo build", null);
    }

    @Test
    void ruby() throws Exception {
        file("Gemfile", "source \"https://rubygems.org\"\ngem \"rails\", \"~> 8\"\n");
        file("bin/rails", "");
        file("package.json", "{}");
        isBuiltAndRunBy(null, "bin/rails server -b 0.0.0.0 -p 3000");
        assertThat(rules())
                .startsWith("Gemfile Gemfile.lock: bundle install → restart")
                .endsWith("* → reload");
    }

    @Test
    void php() throws Exception {
        file("composer.json", "{}");
        file("artisan", "");
        isBuiltAndRunBy(null, "php artisan serve --host=0.0.0.0 --port=8000");
        file("Dockerfile", "FROM php:8.4-apache\n");
        isBuiltAndRunBy(null, null);
        assertThat(rules()).noneMatch(rule -> rule.endsWith("restart"));
    }

    @Test
    void dotnet() throws Exception {
        file("Shop.csproj", """
                <Project Sdk="Microsoft.NET.Sdk.Web">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                </Project>
                """);
        isBuiltAndRunBy("dotnet build Shop.csproj", "dotnet bin/Debug/net10.0/Shop.dll");
    }

    @Test
    void rulesFitWhatTheServiceHas() throws Exception {
        file("go.mod", "module shop\n");
        file("main.go", "package main\n");
        Step run = Step.ofLine("./shop", new TargetPath("/srv"), "app", Map.of("A", "b"), null);
        Reactions reactions = new Reactions(
                null,
                run,
                List.of(),
                null,
                StopSignal.DEFAULT,
                Reactions.Restart.NO,
                Duration.ZERO,
                Reactions.Hooks.NONE,
                List.of());
        assertThat(detect().rulesFor(reactions))
                .containsExactly(
                        new Rule(
                                List.of("go.mod", "go.sum"),
                                new Step(
                                        List.of("go", "mod", "download"),
                                        "go mod download",
                                        new TargetPath("/srv"),
                                        "app",
                                        Map.of("A", "b"),
                                        Duration.ofMinutes(10),
                                        List.of(),
                                        List.of()),
                                Action.RESTART,
                                null,
                                0),
                        new Rule(List.of("*_test.go"), null, Action.NONE, null, 0),
                        new Rule(detect().rules().getLast().changed(), null, Action.NONE, null, 0));
        assertThat(detect().rulesFor(Reactions.NONE)).isEmpty();
    }

    @Test
    void thePlaceInACompose() throws Exception {
        file(
                "Dockerfile",
                "FROM golang AS build\nWORKDIR /src\nFROM alpine\nWORKDIR /srv/app\nEXPOSE 9000/tcp\nCMD [\"./api\"]\n");
        file("compose.yaml", """
                services:
                  db: {image: postgres}
                  api:
                    build: .
                    volumes: [".:/app", "data:/data"]
                    ports: ["127.0.0.1:80:8080"]
                """);
        ContainerPlace place = ContainerPlace.of(folder);
        assertThat(place.service()).isEqualTo("api");
        assertThat(place.compose()).contains("compose.yaml");
        assertThat(place.target()).isEqualTo(Proposal.found("/app", "compose.yaml has this folder there"));
        assertThat(place.port()).contains(Proposal.found(8080, "the port that compose.yaml maps"));
        assertThat(place.checks())
                .hasSize(2)
                .anyMatch(check -> check.contains("take that volume out"))
                .anyMatch(check -> check.contains("itself runs `[\"./api\"]`") && check.contains("sleep infinity"));
        file("compose.yaml", "services:\n  api: {build: {context: .}}\n");
        assertThat(ContainerPlace.of(folder).target())
                .isEqualTo(Proposal.found("/srv/app", "WORKDIR in the Dockerfile"));
        assertThat(ContainerPlace.of(folder).port()).contains(Proposal.found(9000, "EXPOSE in the Dockerfile"));
    }

    @Test
    void thePlaceWithoutACompose() throws Exception {
        Path named = Files.createDirectory(folder.resolve("My Shop"));
        ContainerPlace place = ContainerPlace.of(named);
        assertThat(place.service()).isEqualTo("my-shop");
        assertThat(place.target()).isEqualTo(Proposal.guessed("/app", "the usual folder"));
        assertThat(place.checks()).singleElement().asString().contains("docker ps");
    }

    @Test
    void aBrokenCompose() throws Exception {
        file("compose.yaml", "services: [\n");
        assertThat(ContainerPlace.of(folder).compose()).isEmpty();
    }
}
