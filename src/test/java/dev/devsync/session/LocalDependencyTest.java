package dev.devsync.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class LocalDependencyTest extends DependencyContract {

    @Override
    List<String> places() {
        return List.of("    local: true", "    local: true", "    local: true");
    }

    @Override
    String root() {
        return folder.resolve("targets").toString();
    }

    @Override
    String meeting() throws Exception {
        Path script = Files.writeString(folder.resolve("meet.sh"), """
                cd %s && round=$(cat shared/code) && touch "$1.$round"
                until [ -e "$2.$round" ]; do sleep 0.05; done
                """.formatted(folder));
        return "sh " + script;
    }

    @Override
    Session.EngineOpener engines() {
        return () -> {
            throw new AssertionError("no engine is needed");
        };
    }
}
