package dev.devsync.target.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsync.target.docker.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A cluster as far as kubectl can see: an API server on loopback that the test writes the script for. Its pods'
/// processes are real, in containers of the engine.
public final class TestCluster implements AutoCloseable {

    /// Something that happened to a pod.
    record Event(long version, String type, TestPod pod) {
        ObjectNode object() {
            return pod.json(version);
        }
    }

    public static final String NAMESPACE = "dev";

    /// Over TLS kubectl asks for some where the kubeconfig has none.
    static final String CREDENTIALS = "token: of-the-tests";

    private static final AtomicInteger UIDS = new AtomicInteger();

    private final Engine engine;
    private final @Nullable SSLContext secured;
    private final Path kubeconfig;
    private final Map<String, TestPod> pods = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<ApiRequest> requests = new CopyOnWriteArrayList<>();
    private final int port;
    private long version = 1000;
    private @Nullable ServerSocket server;

    /// @param engine where the pods' containers are
    /// @param folder for its kubeconfig
    public TestCluster(Engine engine, Path folder) throws IOException {
        this(engine, folder, null, "");
    }

    /// The same over TLS, as every real cluster is.
    ///
    /// @param secured with the server's certificate; null for plain HTTP
    /// @param trust what the kubeconfig says of it: `certificate-authority: FILE`
    TestCluster(Engine engine, Path folder, @Nullable SSLContext secured, String trust) throws IOException {
        this.engine = engine;
        this.secured = secured;
        this.port = listen(0);
        this.kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: test
                    cluster: {server: "%s://127.0.0.1:%d"%s}
                users:
                  - name: jane
                    user: {%s}
                contexts:
                  - name: test
                    context: {cluster: test, user: jane, namespace: %s}
                current-context: test
                """.formatted(
                        secured == null ? "http" : "https",
                        port,
                        trust.isEmpty() ? "" : ", " + trust,
                        secured == null ? "" : CREDENTIALS,
                        NAMESPACE));
    }

    /// The real kubectl, sent here. Without one the test is skipped.
    public Kubectl kubectl() {
        return new Kubectl(
                TestKubectl.program(),
                Map.of(
                        "KUBECONFIG",
                        kubeconfig.toString(),
                        "KUBECACHEDIR",
                        kubeconfig.resolveSibling("cache").toString()));
    }

    /// Starts processes in a pod, as devsync does.
    public PodExec exec(String name) throws KubeException {
        PodInfo pod = cluster().pods("").stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return cluster().exec(pod, pod.container(null).orElseThrow());
    }

    /// Its namespace.
    Cluster cluster() {
        return new Cluster(kubectl(), null, null);
    }

    public Path kubeconfig() {
        return kubeconfig;
    }

    Engine engine() {
        return engine;
    }

    private int listen(int wanted) throws IOException {
        ServerSocket opened = secured == null
                ? new ServerSocket()
                : secured.getServerSocketFactory().createServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        server = opened;
        Thread.ofVirtual().name("test-api").start(() -> {
            while (true) {
                try {
                    Socket socket = opened.accept();
                    connections.add(socket);
                    Thread.ofVirtual().start(() -> {
                        try (socket) {
                            new TestApi(this, socket).serve();
                        } catch (IOException e) {
                            // kubectl has gone, or the connection was cut
                        } finally {
                            connections.remove(socket);
                        }
                    });
                } catch (IOException e) {
                    return; // closed
                }
            }
        });
        return opened.getLocalPort();
    }

    // --- the script -----------------------------------------------------------------------------------------------

    /// A pod appears and runs, with the label `app=` and a value.
    ///
    /// @param engineContainer the id of a container of the engine
    public void add(String name, String app, String engineContainer) {
        add(name, app, engineContainer, "running");
    }

    /// @param state `running`, or why it waits
    public synchronized void add(String name, String app, String engineContainer, String state) {
        TestPod pod = new TestPod(
                NAMESPACE, name, "uid-" + UIDS.incrementAndGet(), Map.of("app", app), state, 0, false, engineContainer);
        pods.put(name, pod);
        happened("ADDED", pod);
    }

    public void startContainerAgain(String name) {
        change(name, TestPod::startedAgain);
    }

    public void run(String name) {
        change(name, pod -> pod.with("running"));
    }

    /// A pod is being deleted, as for its grace period.
    public void drain(String name) {
        change(name, TestPod::leavingNow);
    }

    private synchronized void change(String name, UnaryOperator<TestPod> change) {
        TestPod pod = change.apply(known(name));
        pods.put(name, pod);
        happened("MODIFIED", pod);
    }

    public synchronized void remove(String name) {
        TestPod pod = known(name);
        pods.remove(name);
        happened("DELETED", pod);
    }

    private TestPod known(String name) {
        return Objects.requireNonNull(pods.get(name), name);
    }

    private void happened(String type, TestPod pod) {
        events.add(new Event(++version, type, pod));
        notifyAll();
    }

    /// Refuses something from now on, as RBAC does: `list pods`, `get pods/exec`.
    public void refuse(String... verbsAndResources) {
        refused.addAll(List.of(verbsAndResources));
    }

    public void allowAll() {
        refused.clear();
    }

    /// Cuts all connections that are open now.
    public void cut() throws IOException {
        for (Socket socket : connections) {
            socket.close();
        }
    }

    /// Nobody answers any more.
    public void goAway() throws IOException {
        if (server != null) {
            server.close();
        }
        cut();
    }

    public void comeBack() throws IOException {
        listen(port);
    }

    /// What was asked so far.
    List<ApiRequest> requests() {
        return requests;
    }

    // --- for the API ----------------------------------------------------------------------------------------------

    void asked(ApiRequest request) {
        requests.add(request);
    }

    boolean isRefused(String verbAndResource) {
        return refused.contains(verbAndResource);
    }

    synchronized @Nullable TestPod pod(String name) {
        return pods.get(name);
    }

    synchronized List<TestPod> pods() {
        return List.copyOf(pods.values());
    }

    synchronized long version() {
        return version;
    }

    /// What happened after a version; waits for something to happen.
    synchronized List<Event> eventsAfter(long seen) throws InterruptedException {
        while (version <= seen) {
            wait();
        }
        return events.stream().filter(event -> event.version() > seen).toList();
    }

    @Override
    public void close() {
        try {
            goAway();
        } catch (IOException e) {
            throw new IllegalStateException("closing sockets", e);
        }
    }
}
