package dev.devsync.config.compose;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Asks Compose itself for the model.
///
/// As YAML: its JSON leaves extensions out (2.40). With all profiles: devsync chooses by itself.
final class ComposeCli {

    private static final long LIMIT_SECONDS = 60;

    private static final List<List<String>> PROGRAMS = List.of(List.of("docker", "compose"), List.of("docker-compose"));

    /// What came of it.
    sealed interface Answer {
        /// @param yaml the model; each dollar is doubled
        record Model(String yaml) implements Answer {}

        /// There is no Compose, or it does not know what it was asked.
        record NoCompose(String why) implements Answer {}

        /// Compose does not take the files.
        record Refused(String message) implements Answer {}
    }

    private final Map<String, String> environment;

    ComposeCli(Map<String, String> environment) {
        this.environment = environment;
    }

    Answer model(ComposeFiles files) throws IOException, InterruptedException {
        Answer answer = new Answer.NoCompose("there is no docker CLI with Compose");
        for (List<String> program : PROGRAMS) {
            answer = model(program, files);
            if (!(answer instanceof Answer.NoCompose)) {
                return answer;
            }
        }
        return answer;
    }

    private Answer model(List<String> program, ComposeFiles files) throws IOException, InterruptedException {
        Optional<Path> found = find(program.getFirst());
        if (found.isEmpty()) {
            return new Answer.NoCompose("there is no docker CLI with Compose");
        }
        List<String> command = new ArrayList<>(program);
        command.set(0, found.get().toString());
        if (files.named()) {
            files.files().forEach(each -> command.addAll(List.of("-f", each.toString())));
        }
        command.addAll(List.of("--profile", "*", "config"));
        Path output = Files.createTempFile("devsync-compose", ".yaml");
        Path errors = Files.createTempFile("devsync-compose", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(files.start().toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                return end(process, output, errors);
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static Answer end(Process process, Path output, Path errors) throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            return new Answer.Refused("Compose did not answer within %d s".formatted(LIMIT_SECONDS));
        }
        String said = Files.readString(errors, UTF_8).strip();
        if (process.exitValue() == 0) {
            return new Answer.Model(Files.readString(output, UTF_8));
        }
        boolean unknown = said.contains("unknown command")
                || said.contains("is not a docker command")
                || said.contains("unknown flag");
        return unknown ? new Answer.NoCompose(said) : new Answer.Refused(said);
    }

    /// Where a program is, by the PATH of the environment that it shall run in.
    private Optional<Path> find(String program) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
