package dev.devsync.config.detect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the last stage of a Dockerfile says.
///
/// @param image what it starts from; empty if there is no Dockerfile
/// @param folder the last WORKDIR, if it is absolute and has no variables
/// @param port the first port of EXPOSE
/// @param command what the container runs, as it is written: CMD, or ENTRYPOINT
record DockerfileReading(String image, Optional<String> folder, Optional<Integer> port, Optional<String> command) {

    private static final Pattern INSTRUCTION =
            Pattern.compile("(?i)^\\s*(FROM|WORKDIR|EXPOSE|CMD|ENTRYPOINT)\\s+(.+?)\\s*$");
    private static final Pattern PORT = Pattern.compile("^(\\d{1,5})(/tcp)?\\b.*");

    static DockerfileReading of(ProjectFiles files) throws IOException {
        return of(files, "Dockerfile");
    }

    static DockerfileReading of(ProjectFiles files, String path) throws IOException {
        String image = "";
        Optional<String> folder = Optional.empty();
        Optional<Integer> port = Optional.empty();
        Optional<String> command = Optional.empty();
        for (String line : lines(files.text(path))) {
            Matcher matcher = INSTRUCTION.matcher(line);
            if (!matcher.matches()) {
                continue;
            }
            String argument = matcher.group(2);
            switch (matcher.group(1).toUpperCase(Locale.ROOT)) {
                case "FROM" -> {
                    image = argument.replaceFirst("^--\\S+\\s+", "").replaceFirst("\\s.*", "");
                    port = Optional.empty();
                    command = Optional.empty();
                    // The folder is kept: a stage that starts from an earlier one has it too, and apps rarely move.
                }
                case "WORKDIR" ->
                    folder = Optional.of(argument).filter(each -> each.startsWith("/") && !each.contains("$"));
                case "EXPOSE" -> {
                    Matcher number = PORT.matcher(argument);
                    if (port.isEmpty() && number.matches()) {
                        port = Optional.of(Integer.valueOf(number.group(1)));
                    }
                }
                default -> command = Optional.of(argument);
            }
        }
        return new DockerfileReading(image, folder, port, command);
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.replaceAll("\\\\\\r?\\n", " ").lines().toList()) {
            if (!line.stripLeading().startsWith("#")) {
                lines.add(line);
            }
        }
        return lines;
    }
}
