package dev.devsync.target.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.SSLConfig;
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
    private static final int FIRST_ERROR = 400;

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
    /// @throws IOException if the answer is no JSON, or breaks off
    JsonNode get(String path) throws IOException {
        return answer(request(DockerHttpClient.Request.Method.GET, path).build());
    }

    /// The same for a request with a body.
    JsonNode post(String path, JsonNode body) throws IOException {
        return answer(request(DockerHttpClient.Request.Method.POST, path)
                .putHeader("Content-Type", "application/json")
                .bodyBytes(JSON.writeValueAsBytes(body))
                .build());
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
            if (status >= FIRST_ERROR) {
                String message = new String(body.readAllBytes(), UTF_8);
                throw status == NOT_FOUND ? new NotFoundException(message) : new DockerException(message, status);
            }
            return JSON.readTree(body);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
