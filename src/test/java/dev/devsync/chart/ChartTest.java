package dev.devsync.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.LintResult;
import dev.devsync.config.ConfigFile;
import dev.devsync.config.Location;
import dev.devsync.config.Service;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Helm renders the chart as users would have it, and Kubernetes' own model reads what comes out.
class ChartTest {

    private static final String SUBJECTS =
            "rbac: {subjects: [{kind: Group, name: devs, apiGroup: rbac.authorization.k8s.io}]}\n";
    private static final String PORTS = "ports: [{name: http, containerPort: 8080}]\n";

    private static final String RELAY = "relay: {enabled: true, image: {repository: example/relay, tag: dev}}\n";

    /// The same with more values of the relay.
    private static String relay(String more) {
        return "relay: {enabled: true, image: {repository: example/relay, tag: dev}, " + more + "}\n";
    }

    @TempDir
    Path scratch;

    private List<JsonNode> render(String values) throws IOException {
        return Chart.render(scratch, values);
    }

    /// Refuses unknown fields, missing ones and wrong types.
    private static void readStrictly(JsonNode manifest) throws IOException {
        String json = manifest.toString();
        Object read = switch (manifest.path("kind").asText()) {
            case "Deployment" -> V1Deployment.fromJson(json);
            case "Role" -> V1Role.fromJson(json);
            case "RoleBinding" -> V1RoleBinding.fromJson(json);
            case "PersistentVolumeClaim" -> V1PersistentVolumeClaim.fromJson(json);
            case "Service" -> V1Service.fromJson(json);
            case "NetworkPolicy" -> V1NetworkPolicy.fromJson(json);
            case "Pod" -> V1Pod.fromJson(json);
            case "Secret" -> V1Secret.fromJson(json);
            case "ServiceAccount" -> V1ServiceAccount.fromJson(json);
            default -> throw new AssertionError("the chart has no business with a " + manifest.path("kind"));
        };
        assertThat(read).isNotNull();
    }

    @Test
    void theModelIsStrict() {
        assertThatThrownBy(() -> V1Pod.fromJson("{\"spec\": {\"containers\": [{\"name\": \"a\", \"imagee\": \"b\"}]}}"))
                .hasMessageContaining("imagee");
    }

    @Test
    void lintFindsNothing() {
        LintResult result = Chart.helm().lint().strict().call();
        assertThat(result.isFailed())
                .as(() -> String.join("\n", result.getMessages()))
                .isFalse();
        assertThat(result.getMessages()).noneMatch(line -> line.contains("WARNING") || line.contains("ERROR"));
    }

    @Test
    void canBePackaged() {
        Chart.helm().packageIt().withDestination(scratch).call();
        assertThat(scratch.resolve("devsync-0.1.0.tgz")).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "replicas: 3",
                "replicas: 0",
                "sidecar: {enabled: true}",
                "sidecar: {enabled: true}\nsecurityContext: {readOnlyRootFilesystem: true}",
                "securityContext: {readOnlyRootFilesystem: true}\nshareProcessNamespace: true",
                "tmp: {enabled: false}",
                "workspace: {persistence: {enabled: true}}",
                "workspace: {persistence: {enabled: true, storageClassName: fast, size: 20Gi}, mountPath: /srv/app}",
                "workspace: {persistence: {enabled: true, existingClaim: mine}}",
                "replicas: 2\nworkspace: {persistence: {enabled: true, accessModes: [ReadWriteMany]}}",
                SUBJECTS,
                "rbac: {create: false}",
                "networkPolicy: {enabled: true}",
                "networkPolicy: {enabled: true, ingress: [], egress: [{to: [{namespaceSelector: {}}]}]}",
                PORTS + "service: {enabled: true}",
                PORTS + "service: {enabled: true, type: NodePort}\nreadinessProbe: {tcpSocket: {port: http}}",
                "command: []\nargs: [serve]\nenv: [{name: A, value: b}]\nenvFrom: [{secretRef: {name: s}}]",
                "startupProbe: {exec: {command: [\"true\"]}}\nlivenessProbe: {httpGet: {path: /, port: 80}}",
                """
                podLabels: {team: a}
                podAnnotations: {b: c}
                nodeSelector: {d: e}
                serviceAccountName: f
                imagePullSecrets: [{name: g}]
                tolerations: [{operator: Exists}]
                affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
                """,
                "nameOverride: shop\nfullnameOverride: a-name-that-is-much-longer-than-any-name-in-a-cluster-may-be-at-all",
                "resources: {limits: {memory: 8Gi, \"example.com/gpu\": 1}}",
                RELAY,
                RELAY + "replicas: 5\nrbac: {exec: false, subjects: [{kind: User, name: jane}]}",
                RELAY + "sidecar: {enabled: true}\nimagePullSecrets: [{name: g}]",
                "relay: {enabled: true, port: 9000, tls: {secretName: t}, token: {existingSecret: s}, service: {type:"
                        + " LoadBalancer}, image: {repository: r, tag: t}}",
                "relay: {enabled: true, persistence: {enabled: true, storageClassName: fast}, networkPolicy: {enabled:"
                        + " true, from: [{podSelector: {}}], apiPorts: [16443]}, image: {repository: r, tag: t}}",
                "relay: {enabled: true, persistence: {enabled: true, existingClaim: c}, networkPolicy: {enabled: false},"
                        + " image: {repository: r, tag: t}}",
                RELAY + "fullnameOverride: a-name-that-is-much-longer-than-any-name-in-a-cluster-may-be-at-all",
            })
    void rendersWhatAClusterWouldTake(String values) throws Exception {
        List<JsonNode> manifests = render(values);
        for (JsonNode manifest : manifests) {
            readStrictly(manifest);
            assertThat(manifest.at("/metadata/namespace").asText()).isEqualTo("dev");
            assertThat(manifest.at("/metadata/name").asText()).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
            assertThat(manifest.at("/metadata/labels/app.kubernetes.io~1instance")
                            .asText())
                    .isEqualTo("api");
        }
        for (JsonNode manifest : manifests) {
            JsonNode pod = manifest.path("kind").asText().equals("Pod")
                    ? manifest.path("spec")
                    : manifest.at("/spec/template/spec");
            if (!pod.isMissingNode()) {
                keepsItsPromises(pod);
            }
        }
        String all = manifests.toString();
        assertThat(all).doesNotContain("hostPath", "hostNetwork", "hostPID", "ClusterRole", "\"privileged\":true");
    }

    private static void keepsItsPromises(JsonNode pod) {
        boolean mayUseTheApi = pod.path("serviceAccountName").asText().endsWith("-relay");
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isEqualTo(mayUseTheApi);
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        List<String> volumes = pod.path("volumes").findValuesAsText("name");
        List<JsonNode> containers = new ArrayList<>();
        pod.path("containers").forEach(containers::add);
        pod.path("initContainers").forEach(containers::add);
        for (JsonNode container : containers) {
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(container.at("/securityContext/capabilities/drop").toString())
                    .isEqualTo("[\"ALL\"]");
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            container
                    .path("volumeMounts")
                    .forEach(mount ->
                            assertThat(volumes).contains(mount.path("name").asText()));
        }
    }

    @Test
    void replacesPodsOneAtATime() throws Exception {
        JsonNode deployment = Chart.only(render(""), "Deployment");
        assertThat(deployment.at("/spec/strategy/type").asText()).isEqualTo("Recreate");
        assertThat(deployment.at("/spec/template/spec/volumes/0").toString())
                .isEqualTo("{\"name\":\"workspace\",\"emptyDir\":{\"sizeLimit\":\"2Gi\"}}");
    }

    @Test
    void theSidecarRunsBeforeTheAppOnTheSameVolume() throws Exception {
        JsonNode pod =
                Chart.only(render("sidecar: {enabled: true}"), "Deployment").at("/spec/template/spec");
        JsonNode sidecar = pod.at("/initContainers/0");
        assertThat(sidecar.path("name").asText()).isEqualTo("tools");
        assertThat(sidecar.path("restartPolicy").asText()).isEqualTo("Always");
        assertThat(sidecar.path("volumeMounts")).isEqualTo(pod.at("/containers/0/volumeMounts"));
    }

    @Test
    void developersMayDoWhatDevsyncNeedsAndNothingElse() throws Exception {
        List<JsonNode> manifests = render(SUBJECTS);
        JsonNode role = Chart.only(manifests, "Role");
        assertThat(role.path("rules").toString())
                .isEqualTo("[{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"get\",\"list\",\"watch\"]},"
                        + "{\"apiGroups\":[\"\"],\"resources\":[\"pods/exec\"],\"verbs\":[\"get\",\"create\"]}]");
        JsonNode binding = Chart.only(manifests, "RoleBinding");
        assertThat(binding.at("/roleRef/name")).isEqualTo(role.at("/metadata/name"));
        assertThat(binding.at("/subjects/0/name").asText()).isEqualTo("devs");
    }

    private List<JsonNode> relayOnly(String values, String kind) throws IOException {
        return render(values).stream()
                .filter(each -> each.path("kind").asText().equals(kind))
                .filter(each -> each.at("/metadata/name").asText().contains("-relay"))
                .toList();
    }

    private JsonNode ofRelay(String values, String kind) throws IOException {
        List<JsonNode> found = relayOnly(values, kind);
        assertThat(found).as(kind).hasSize(1);
        return found.getFirst();
    }

    @Test
    void thereIsNoRelayUnlessItIsAskedFor() throws Exception {
        assertThat(render("").toString()).doesNotContain("relay", "ServiceAccount\"", "Secret\"");
    }

    @Test
    void theRelayFindsTheReplicasAndNotItself() throws Exception {
        JsonNode pod = ofRelay(RELAY + "replicas: 3", "Deployment").at("/spec/template");
        assertThat(pod.at("/spec/containers/0/args").toString())
                .contains(
                        "\"relay\"",
                        "--pod=app.kubernetes.io/name=devsync,app.kubernetes.io/instance=api",
                        "--container=app",
                        "--namespace=dev",
                        "--target=/app",
                        "--listen=0.0.0.0:7440",
                        "--token-file=/etc/devsync/token/token")
                .doesNotContain("--tls");
        assertThat(pod.at("/metadata/labels/app.kubernetes.io~1name").asText()).isEqualTo("devsync-relay");
        assertThat(ofRelay(relay("tls: {secretName: t}"), "Deployment").toString())
                .contains("--tls-cert=/etc/devsync/tls/tls.crt", "--tls-key=/etc/devsync/tls/tls.key");
        assertThat(ofRelay(RELAY + "sidecar: {enabled: true}", "Deployment").toString())
                .contains("--container=tools");
        assertThat(ofRelay(RELAY, "Service").at("/spec/selector"))
                .isEqualTo(ofRelay(RELAY, "Deployment").at("/spec/selector/matchLabels"));
    }

    @Test
    void theRelayRunsWithAsLittleAsItCan() throws Exception {
        JsonNode pod = ofRelay(RELAY, "Deployment").at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.path("readinessProbe").has("tcpSocket")).isTrue();
        assertThat(pod.at("/volumes/0").toString())
                .isEqualTo("{\"name\":\"relay\",\"emptyDir\":{\"sizeLimit\":\"2Gi\"}}");
        assertThat(ofRelay(RELAY, "Role").path("rules").toString())
                .isEqualTo("[{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"get\",\"list\",\"watch\"]},"
                        + "{\"apiGroups\":[\"\"],\"resources\":[\"pods/exec\"],\"verbs\":[\"get\",\"create\"]}]");
        JsonNode binding = ofRelay(RELAY, "RoleBinding");
        assertThat(binding.at("/subjects/0/name")).isEqualTo(pod.path("serviceAccountName"));
        assertThat(binding.at("/roleRef/name").asText()).isEqualTo("api-devsync-relay");
        JsonNode account = ofRelay(RELAY, "ServiceAccount");
        assertThat(account.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        JsonNode policy = ofRelay(RELAY, "NetworkPolicy");
        assertThat(policy.at("/spec/ingress").toString()).as("nobody").isEqualTo("[]");
        assertThat(ofRelay(relay("networkPolicy: {enabled: true, from: [{podSelector: {}}]}"), "NetworkPolicy")
                        .at("/spec/ingress/0/from")
                        .toString())
                .isEqualTo("[{\"podSelector\":{}}]");
    }

    @Test
    void theTokenIsMadeOrTheTeams() throws Exception {
        JsonNode made = ofRelay(RELAY, "Secret");
        assertThat(new String(Base64.getDecoder().decode(made.at("/data/token").asText()), StandardCharsets.US_ASCII))
                .matches("[A-Za-z0-9]{48}");
        assertThat(relayOnly(relay("token: {existingSecret: mine}"), "Secret")).isEmpty();
        assertThat(ofRelay(relay("token: {existingSecret: mine}"), "Deployment").toString())
                .contains("\"secretName\":\"mine\"");
    }

    @Test
    void developersReachTheRelayAndNeedNoMore() throws Exception {
        JsonNode role = render(RELAY + "rbac: {exec: false}").stream()
                .filter(each -> each.at("/metadata/name").asText().equals("api-devsync-developer"))
                .filter(each -> each.path("kind").asText().equals("Role"))
                .findFirst()
                .orElseThrow();
        assertThat(role.path("rules").toString())
                .contains("pods/portforward", "\"resourceNames\":[\"api-devsync-relay-token\"]")
                .doesNotContain("pods/exec");
    }

    @Test
    void nobodySyncsToTheTestPod() throws Exception {
        List<JsonNode> manifests = render("");
        JsonNode selector = Chart.only(manifests, "Deployment").at("/spec/selector/matchLabels");
        JsonNode labels = Chart.only(manifests, "Pod").at("/metadata/labels");
        assertThat(Chart.FOLDER.resolve("templates/tests/agent.yaml")).content().contains("    " + Chart.HOOK + "\n");
        assertThat(labels.path("app.kubernetes.io/name")).isNotEqualTo(selector.path("app.kubernetes.io/name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "imgae: {repository: x}",
                "image: {repository: \"\"}",
                "image: {tag: 17}",
                "image: {pullPolicy: Sometimes}",
                "replicas: many",
                "replicas: -1",
                "command: sleep infinity",
                "workspace: {mountPath: app}",
                "workspace: {sizeLimit: big}",
                "workspace: {persistence: {enabled: \"yes\"}}",
                "workspace: {persistence: {enabled: true, accessModes: [ReadOnlyMany]}}",
                "ports: [8080]",
                "ports: [{name: http, containerPort: 80800}]",
                "ports: [{name: a-name-that-is-too-long, containerPort: 80}]",
                "securityContext: {privileged: true}",
                "securityContext: {allowPrivilegeEscalation: true}",
                "rbac: {subjects: [devs]}",
                "rbac: {subjects: [{kind: Team, name: devs}]}",
                "networkPolicy: {enabled: true, ingress: {}}",
                "service: {enabled: true, type: ExternalName}",
                "sidecar: {enable: true}",
                "resources: {limit: {memory: 1Gi}}",
                "resources: {limits: {memory: much}}",
                "tmp: true",
                "relay: true",
                "relay: {enabled: true, prot: 80}",
                "relay: {enabled: true, port: 80}",
                "relay: {enabled: true, token: secret}",
                "relay: {enabled: true, service: {type: ExternalName}}",
                "relay: {enabled: true, networkPolicy: {enabled: true, apiPorts: []}}",
                "relay: {enabled: true, sizeLimit: big}",
                "rbac: {create: true, exec: sometimes}",
            })
    void theSchemaRefuses(String values) {
        assertThatThrownBy(() -> render(values)).hasMessageContaining("don't meet the specifications of the schema");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "service: {enabled: true}",
                "replicas: 2\nworkspace: {persistence: {enabled: true}}",
                "securityContext: {readOnlyRootFilesystem: true}\ntmp: {enabled: false}",
                "relay: {enabled: true}",
                "relay: {enabled: true, image: {repository: a, tag: b}, service: {type: LoadBalancer}}",
            })
    void whatCannotWorkIsSaid(String values) {
        assertThatThrownBy(() -> render(values)).hasMessageContaining("execution error");
    }

    /// What `helm install` says with some values, from where it says what to write.
    private static String notes(String... values) {
        var install = Chart.helm()
                .install()
                .withName("api")
                .withNamespace("dev")
                .withKubeVersion(Chart.KUBERNETES)
                .clientOnly()
                .withDryRunOption(DryRun.CLIENT)
                .dryRun();
        for (String value : values) {
            install.set(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
        }
        String output = install.call().getOutput();
        return output.substring(output.indexOf("Write this into devsync.yaml"));
    }

    private Service inNotes(String notes) throws Exception {
        String yaml = Pattern.compile("(?m)^  (services:\n(?:    .*\n)+)")
                .matcher(notes)
                .results()
                .map(match -> match.group(1).indent(-2))
                .findFirst()
                .orElseThrow(() -> new AssertionError(notes));
        Path file = Files.writeString(
                scratch.resolve("devsync.yaml"), "services:\n" + yaml.substring(yaml.indexOf('\n') + 1));
        return ConfigFile.read(file, Map.of()).services().getFirst();
    }

    @Test
    void theNotesHoldAConfigurationThatFindsTheRelay() throws Exception {
        String notes = notes("relay.enabled=true", "relay.image.repository=example/relay", "relay.image.tag=dev");
        assertThat(inNotes(notes).location())
                .isEqualTo(new Location.Relay("localhost", 7440, new Location.Relay.Plain(), null));
        assertThat(notes)
                .contains(
                        "kubectl --namespace dev port-forward service/api-devsync-relay 7440 &",
                        "export DEVSYNC_RELAY_TOKEN=$(kubectl --namespace dev get secret api-devsync-relay-token"
                                + " --output 'go-template={{.data.token | base64decode}}')",
                        "devsync up");
    }

    @Test
    void theNotesHoldAConfigurationThatFindsThePods() throws Exception {
        String notes = notes("sidecar.enabled=true");
        Service service = inNotes(notes);
        assertThat(service.location())
                .isEqualTo(new Location.Pod(
                        "app.kubernetes.io/name=devsync,app.kubernetes.io/instance=api", "tools", "dev", null));
        assertThat(service.syncs().getFirst().target().value()).isEqualTo("/app");
        assertThat(notes).contains("devsync up", "rbac.subjects is empty");
    }

    @Test
    void everyValueIsInTheSchemaAndInTheReadme() throws Exception {
        JsonNode values = Chart.yaml(Chart.FOLDER.resolve("values.yaml"));
        JsonNode schema = new ObjectMapper().readTree(Files.readString(Chart.FOLDER.resolve("values.schema.json")));
        String readme = Files.readString(Chart.FOLDER.resolve("README.md"));
        values.fieldNames().forEachRemaining(name -> {
            JsonNode described = schema.path("properties").path(name);
            assertThat(described.path("description").asText(name.equals("resources") ? "x" : ""))
                    .as("a description of %s", name)
                    .isNotEmpty();
            assertThat(readme).as("README.md").containsPattern("`" + name + "\\b");
            if (described.path("additionalProperties").isBoolean()) {
                values.path(name)
                        .fieldNames()
                        .forEachRemaining(
                                inner -> assertThat(described.path("properties").has(inner))
                                        .as("%s.%s in the schema", name, inner)
                                        .isTrue());
            }
        });
    }
}
