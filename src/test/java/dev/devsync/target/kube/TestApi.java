package dev.devsync.target.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsync.target.docker.ContainerExec;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One connection to the API server of a [TestCluster]: discovery, pods, and exec over WebSocket v5.
final class TestApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PODS = Pattern.compile("/api/v1/namespaces/([^/]+)/pods(?:/([^/]+)(?:/(exec))?)?");
    private static final String PROTOCOL = "v5.channel.k8s.io";

    private final TestCluster cluster;
    private final DataInputStream in;
    private final OutputStream out;

    TestApi(TestCluster cluster, Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        this.cluster = cluster;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    void serve() throws IOException {
        for (ApiRequest request = ApiRequest.read(in); request != null; request = ApiRequest.read(in)) {
            cluster.asked(request);
            if (!answer(request)) {
                return;
            }
        }
    }

    /// @return whether the connection can take another request
    private boolean answer(ApiRequest request) throws IOException {
        switch (request.path()) {
            case "/api" -> send(200, "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}");
            case "/apis" -> send(200, "{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":[]}");
            case "/version" -> send(200, "{\"major\":\"1\",\"minor\":\"35\",\"gitVersion\":\"v1.35.0\"}");
            case "/api/v1" -> send(200, """
                    {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"v1","resources":[
                     {"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","shortNames":["po"],
                      "categories":["all"],"verbs":["create","delete","get","list","patch","update","watch"]},
                     {"name":"pods/exec","singularName":"","namespaced":true,"kind":"PodExecOptions",
                      "verbs":["create","get"]}]}""");
            default -> {
                Matcher pods = PODS.matcher(request.path());
                if (!pods.matches()) {
                    send(404, status(404, "NotFound", "the server could not find the requested resource"));
                } else if (pods.group(2) == null) {
                    return list(request, pods.group(1));
                } else if (pods.group(3) == null) {
                    get(pods.group(1), pods.group(2));
                } else {
                    return exec(request, pods.group(1), pods.group(2));
                }
            }
        }
        return true;
    }

    private boolean list(ApiRequest request, String namespace) throws IOException {
        boolean watch = request.one("watch", "").equals("true");
        if (isForbidden(watch ? "watch" : "list", "pods", "", namespace)) {
            return true;
        }
        List<String> selector = Arrays.asList(request.one("labelSelector", "").split(",", -1));
        if (!selector.stream().allMatch(each -> each.isEmpty() || each.matches("\\S+=\\S+"))) {
            send(400, status(400, "BadRequest", "unable to parse requirement: found 'api', expected: '('"));
            return true;
        }
        if (watch) {
            watch(namespace, selector, Long.parseLong(request.one("resourceVersion", "0")));
            return false;
        }
        ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "PodList");
        long version = cluster.version();
        list.putObject("metadata").put("resourceVersion", Long.toString(version));
        ArrayNode items = list.putArray("items");
        cluster.pods().stream()
                .filter(pod -> matches(pod, namespace, selector))
                .forEach(pod -> items.add(pod.json(version)));
        send(200, list.toString());
        return true;
    }

    private static boolean matches(TestPod pod, String namespace, List<String> selector) {
        return pod.namespace().equals(namespace)
                && selector.stream()
                        .filter(each -> !each.isEmpty())
                        .map(each -> each.split("=", 2))
                        .allMatch(each -> each[1].equals(pod.labels().get(each[0])));
    }

    private void watch(String namespace, List<String> selector, long from) throws IOException {
        out.write(ApiRequest.bytes(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"));
        out.flush();
        long seen = from;
        while (true) {
            try {
                for (TestCluster.Event event : cluster.eventsAfter(seen)) {
                    seen = event.version();
                    if (matches(event.pod(), namespace, selector)) {
                        ObjectNode told = JSON.createObjectNode().put("type", event.type());
                        told.set("object", event.object());
                        byte[] line = (told + "\n").getBytes(UTF_8);
                        out.write(ApiRequest.bytes(Integer.toHexString(line.length) + "\r\n"));
                        out.write(line);
                        out.write(ApiRequest.bytes("\r\n"));
                        out.flush();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void get(String namespace, String name) throws IOException {
        TestPod pod = cluster.pod(name);
        if (isForbidden("get", "pods", name, namespace)) {
            return;
        }
        if (pod == null || !pod.namespace().equals(namespace)) {
            send(404, status(404, "NotFound", "pods \"" + name + "\" not found"));
        } else {
            send(200, pod.json(cluster.version()).toString());
        }
    }

    private boolean exec(ApiRequest request, String namespace, String name) throws IOException {
        String verb = request.method().equals("GET") ? "get" : "create";
        // Since 1.35 an API server wants create for both, because to open a stream is to run something.
        if (isForbidden(verb, "pods/exec", name, namespace) || isForbidden("create", "pods/exec", name, namespace)) {
            return true;
        }
        TestPod pod = cluster.pod(name);
        if (pod == null) {
            send(404, status(404, "NotFound", "pods \"" + name + "\" not found"));
            return true;
        }
        if (!pod.isRunning() || !request.one("container", "").equals(TestPod.CONTAINER)) {
            send(500, status(500, "InternalError", "container not found (\"" + request.one("container", "") + "\")"));
            return true;
        }
        if (!request.field("upgrade").equalsIgnoreCase("websocket")
                || !request.field("sec-websocket-protocol").contains(PROTOCOL)) {
            send(400, status(400, "BadRequest", "this server speaks " + PROTOCOL + " only"));
            return true;
        }
        out.write(ApiRequest.bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + WebSocket.accept(request.field("sec-websocket-key"))
                + "\r\nSec-WebSocket-Protocol: " + PROTOCOL + "\r\n\r\n"));
        out.flush();
        new ExecStream(new WebSocket(in, out)).run(cluster.engine(), pod.engineContainer(), request.all("command"));
        return false;
    }

    private boolean isForbidden(String verb, String resource, String name, String namespace) throws IOException {
        if (!cluster.isRefused(verb + " " + resource)) {
            return false;
        }
        String which = name.isEmpty() ? "pods" : "pods \"" + name + "\"";
        send(
                403,
                status(
                        403,
                        "Forbidden",
                        which + " is forbidden: User \"jane\" cannot " + verb + " resource \"" + resource
                                + "\" in API group \"\" in the namespace \"" + namespace + "\""));
        return true;
    }

    static String status(int code, String reason, String message) {
        ObjectNode status = JSON.createObjectNode().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        return status.put("status", "Failure")
                .put("message", message)
                .put("reason", reason)
                .put("code", code)
                .toString();
    }

    private void send(int code, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        out.write(ApiRequest.bytes("HTTP/1.1 " + code + " X\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n\r\n"));
        out.write(body);
        out.flush();
    }

    /// Joins a WebSocket with a process: channels 0 input, 1 output, 2 errors, 3 how it ended, 255 the end of a
    /// channel.
    private record ExecStream(WebSocket socket) {

        void run(dev.devsync.target.docker.Engine engine, String container, List<String> command) throws IOException {
            try (ContainerExec process = ContainerExec.start(engine, container, command)) {
                Thread.ofVirtual().start(() -> copyInput(process));
                process.copyOutput(socket::send);
                ended(process.exitCode());
            } catch (ContainerExec.NotStartedException e) {
                socket.send(
                        3,
                        status(500, "InternalError", "error executing command in container: " + e.getMessage())
                                .getBytes(UTF_8));
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("an exec of the tests", e);
            }
            socket.close();
        }

        private void copyInput(ContainerExec process) {
            try (process) { // the client has gone: the process sees the end of its input
                for (byte[] message = socket.read(); message != null; message = socket.read()) {
                    if (message[0] == 0) {
                        process.write(message, 1, message.length - 1);
                    } else if (message[0] == (byte) 255 && message[1] == 0) {
                        process.endInput();
                    }
                }
            } catch (IOException e) {
                // cut, or the process has ended
            }
        }

        private void ended(int code) throws IOException {
            String how = code == 0
                    ? "{\"metadata\":{},\"status\":\"Success\"}"
                    : ("{\"metadata\":{},\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"message\":\"command"
                                    + " terminated with non-zero exit code\",\"details\":{\"causes\":[{\"reason\":"
                                    + "\"ExitCode\",\"message\":\"%d\"}]}}")
                            .formatted(code);
            socket.send(3, how.getBytes(UTF_8));
        }
    }
}
