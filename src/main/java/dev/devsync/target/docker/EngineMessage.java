package dev.devsync.target.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import dev.devsync.tree.Text;

/// Takes the sentence out of an engine's answer: `Status 409: {"message":"…"}` and the like.
final class EngineMessage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int FORBIDDEN = 403;

    private EngineMessage() {}

    static String of(DockerException e) {
        return of(e.getHttpStatus(), String.valueOf(e.getMessage()));
    }

    /// The same, with who may have said it if the request was forbidden: engines forbid nothing by themselves.
    static String of(int status, String answer) {
        String message = of(answer);
        return status != FORBIDDEN
                ? message
                : (message.isEmpty() ? "forbidden" : message)
                        + " (by a proxy before the engine? docs/sidecar.md lists the requests that it must let pass)";
    }

    /// @param answer a body, or docker-java's message with the body in it
    static String of(String answer) {
        int start = answer.indexOf('{');
        if (start >= 0) {
            try {
                String message =
                        JSON.readTree(answer.substring(start)).path("message").asText("");
                if (!message.isEmpty()) {
                    return Text.printable(message.strip());
                }
            } catch (JsonProcessingException e) {
                // No JSON: the answer as it is says more than nothing.
            }
        }
        return Text.printable(answer.strip());
    }
}
