package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.SSLConfig;
import dev.devsync.tree.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests to an engine, over docker-java's transport, with answers as the JSON that they are.
///
/// For what every start does: docker-java's own types for the answers (3.7.1) take Jackson 150 ms to get to know, of
/// which an answer of ours uses a tenth.
final class EngineHttp implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOT_FOUND = 404;
    private static final int FIRST_SUCCESS = 200;
    private static final int LAST_SUCCESS = 299;

    private final DockerHttpClient client;

    /// @param tls null for connections without it
    EngineHttp(URI engine, @Nullable SSLConfig tls, Duration connecting) {
        this.client = new ApacheDockerHttpClient.Builder()
                .dockerHost(engine)
                .sslConfig(tls)
                .connectionTimeout(connecting)
                .build();
    }

    /// The transport, for docker-java's commands.
    DockerHttpClient client() {
        return client;
    }

    /// @throws DockerException if the answer is an error: [NotFoundException] if there is no such thing
    /// @throws IOException if the answer is no JSON object, or breaks off
    JsonNode get(String path) throws IOException {
        return checked(answer(request(DockerHttpClient.Request.Method.GET, path).build()), JsonNodeType.OBJECT);
    }

    /// The same where a list is asked for.
    JsonNode list(String path) throws IOException {
        return checked(answer(request(DockerHttpClient.Request.Method.GET, path).build()), JsonNodeType.ARRAY);
    }

    /// The same for a request with a body.
    JsonNode post(String path, JsonNode body) throws IOException {
        JsonNode answer = answer(request(DockerHttpClient.Request.Method.POST, path)
                .putHeader("Content-Type", "application/json")
                .bodyBytes(JSON.writeValueAsBytes(body))
                .build());
        return checked(answer, JsonNodeType.OBJECT);
    }

    /// The parameter `filters` as the API wants it, for an address.
    static String filters(Map<String, List<String>> filters) {
        try {
            return "filters=" + URLEncoder.encode(JSON.writeValueAsString(filters), UTF_8);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a map of strings", e);
        }
    }

    private static DockerHttpClient.Request.Builder request(DockerHttpClient.Request.Method method, String path) {
        return DockerHttpClient.Request.builder().method(method).path(path);
    }

    private JsonNode answer(DockerHttpClient.Request request) throws IOException {
        try (DockerHttpClient.Response response = client.execute(request);
                InputStream body = response.getBody()) {
            int status = response.getStatusCode();
            if (status < FIRST_SUCCESS || status > LAST_SUCCESS) {
                String message = new String(body.readAllBytes(), UTF_8);
                throw status == NOT_FOUND ? new NotFoundException(message) : new DockerException(message, status);
            }
            return JSON.readTree(body);
        }
    }

    /// A proxy that cuts an answer off must not make it look as if there were nothing.
    private static JsonNode checked(JsonNode answer, JsonNodeType type) throws IOException {
        if (answer.getNodeType() != type) {
            throw new IOException("the answer is not what the Engine API says: "
                    + Text.printable(answer.isMissingNode() ? "nothing" : answer.toString()));
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
