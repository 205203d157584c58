package dev.devsync.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// Reads `env` and `env_file`, as Compose takes them.
final class EnvReader {

    private final Path folder;
    private final Map<String, String> host;
    private final Problems problems;

    /// @param folder what paths are relative to
    /// @param host this process's variables: a variable without a value takes its value from here
    EnvReader(Path folder, Map<String, String> host, Problems problems) {
        this.folder = folder;
        this.host = host;
        this.problems = problems;
    }

    /// The variables of `env`: a mapping, or a list of `KEY=VALUE`.
    Map<String, String> variables(YamlMapping mapping) {
        Map<String, String> variables = new LinkedHashMap<>();
        YamlMapping.Entry env = mapping.get(Key.ENV);
        if (env != null && env.value() instanceof MappingNode) {
            YamlMapping named = YamlMapping.ofNames(env.value(), "`env`", problems);
            if (named != null) {
                named.entries().forEach(entry -> put(entry, variables));
            }
        } else if (env != null) {
            for (YamlMapping.Item item : mapping.items(Key.ENV)) {
                int equals = item.text().indexOf('=');
                String name = equals < 0 ? item.text() : item.text().substring(0, equals);
                put(
                        new YamlMapping.Item(name, item.place()),
                        equals < 0 ? null : item.text().substring(equals + 1),
                        variables);
            }
        }
        return variables;
    }

    private void put(YamlMapping.Entry entry, Map<String, String> variables) {
        YamlMapping.Item name = new YamlMapping.Item(entry.word(), entry.key());
        if (!entry.hasValue()) {
            put(name, null, variables);
        } else if (entry.value() instanceof ScalarNode value) {
            put(name, value.getValue(), variables);
        } else {
            problems.at(
                    entry.value(),
                    "the variable `%s` must be text, but is %s"
                            .formatted(entry.word(), YamlMapping.kind(entry.value())),
                    "write one value, quoted if need be");
        }
    }

    private void put(YamlMapping.Item name, @Nullable String value, Map<String, String> variables) {
        if (!DotenvFile.isName(name.text())) {
            problems.at(
                    name.place(),
                    "`%s` is no name for a variable".formatted(name.text()),
                    "write NAME: value, or - NAME=value");
            return;
        }
        String given = value == null ? host.get(name.text()) : value;
        if (given != null) {
            variables.put(name.text(), given);
        }
    }

    /// The variables of the files of `env_file`; of two files with the same variable the later one wins.
    Map<String, String> files(YamlMapping mapping) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (YamlMapping.Item item : mapping.items(Key.ENV_FILE)) {
            Path file = file(item);
            if (file != null) {
                Problems inFile = new Problems(file);
                variables.putAll(new DotenvFile(host, inFile).read(file));
                problems.addAll(inFile);
            }
        }
        return variables;
    }

    private @Nullable Path file(YamlMapping.Item item) {
        Path file;
        try {
            file = folder.resolve(item.text()).normalize();
        } catch (InvalidPathException _) {
            problems.at(
                    item.place(), "`env_file` is `%s`, which names no file".formatted(item.text()), "write its path");
            return null;
        }
        if (!Files.isRegularFile(file)) {
            problems.at(
                    item.place(),
                    "`env_file` is `%s`, but there is no file %s".formatted(item.text(), file),
                    "create it, or correct the path: it is relative to the folder of this file");
            return null;
        }
        return file;
    }
}
