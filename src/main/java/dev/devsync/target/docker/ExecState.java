package dev.devsync.target.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// How an exec is (Engine API, "Inspect an exec instance").
///
/// @param pid 0 before the process runs; podman (5.8) has none of what has ended
/// @param exitCode null before it has ended
record ExecState(long pid, boolean isRunning, @Nullable Long exitCode) {

    /// @throws com.github.dockerjava.api.exception.NotFoundException if the engine has forgotten it
    /// @throws IOException as [EngineHttp#get]
    static ExecState ask(EngineHttp http, String exec) throws IOException {
        JsonNode answer = http.get("/exec/" + exec + "/json");
        JsonNode exit = answer.path("ExitCode");
        return new ExecState(
                answer.path("Pid").asLong(),
                answer.path("Running").asBoolean(),
                exit.isNumber() ? Long.valueOf(exit.longValue()) : null);
    }

    /// Whether there is or was a process.
    boolean wasStarted() {
        return pid > 0;
    }
}
