package dev.devsync.target.kube;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What kubectl 1.35 has been seen to say, and what devsync makes of it.
class KubectlTroubleTest {

    private static KubeException of(String said) {
        return KubectlTrouble.of("context team", said);
    }

    @Test
    void aRefusalNamesWhoMayNotDoWhat() {
        KubeException e = of("Error from server (Forbidden): pods \"api-1\" is forbidden: User \"jane@example.com\""
                + " cannot create resource \"pods/exec\" in API group \"\" in the namespace \"dev\"");
        assertThat(e)
                .isInstanceOf(KubeException.Forbidden.class)
                .hasMessage("context team: jane@example.com may not create pods/exec in namespace dev");
        assertThat(e.advice()).contains("get and create on pods/exec");
    }

    @Test
    void aRefusalForTheWholeCluster() {
        assertThat(of("Error from server (Forbidden): pods is forbidden: User \"jane\" cannot list resource \"pods\" in"
                        + " API group \"\" at the cluster scope"))
                .isInstanceOf(KubeException.Forbidden.class)
                .hasMessage("context team: jane may not list pods");
    }

    @Test
    void aLoginThatHasExpired() {
        assertThat(of("error: You must be logged in to the server (Unauthorized)"))
                .isInstanceOf(KubeException.Forbidden.class);
        assertThat(of("Unable to connect to the server: getting credentials: exec: executable aws failed with exit"
                        + " code 255"))
                .isInstanceOf(KubeException.Forbidden.class);
    }

    @Test
    void theLogOfRetriesIsLeftOut() {
        KubeException e = of("""
                E1125 15:02:11.123456    4711 memcache.go:265] "Unhandled Error" err="couldn't get current server API"
                E1125 15:02:12.123456    4711 memcache.go:265] "Unhandled Error" err="couldn't get current server API"
                The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?
                """);
        assertThat(e)
                .isInstanceOf(KubeException.Unreachable.class)
                .hasMessage("context team: The connection to the server 127.0.0.1:6443 was refused - did you specify"
                        + " the right host or port?");
    }

    @Test
    void whatCannotBeReached() {
        for (String said : new String[] {
            "Unable to connect to the server: dial tcp: lookup kube.example.com: no such host",
            "Unable to connect to the server: net/http: TLS handshake timeout",
            "Unable to connect to the server: EOF",
            "error: the server is currently unable to handle the request: service unavailable"
        }) {
            assertThat(of(said)).isInstanceOf(KubeException.Unreachable.class);
        }
    }

    @Test
    void whatIsConfiguredWrong() {
        for (String said : new String[] {
            "error: context \"team\" does not exist",
            "error: current-context is not set",
            "error: error loading config file \"/k\": yaml: line 2: mapping values are not allowed in this context",
            "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
            "error: unable to parse requirement: found 'api', expected: '('"
        }) {
            assertThat(of(said)).isInstanceOf(KubeException.Misconfigured.class);
        }
    }

    @Test
    void whatIsGone() {
        assertThat(of("Error from server (NotFound): pods \"api-1\" not found"))
                .isInstanceOf(KubeException.NotFound.class);
        assertThat(of("error: cannot exec into a container in a completed pod; current phase is Succeeded"))
                .isInstanceOf(KubeException.NotFound.class);
    }

    @Test
    void controlCharactersAreNotPassedOn() {
        assertThat(of("error: \u001b[31mboo")).message().doesNotContain("\u001b");
    }

    @Test
    void warningsAreNoTrouble() {
        assertThat(KubectlTrouble.words("Warning: v1 Endpoints is deprecated\nerror: boo\n"))
                .isEqualTo("error: boo");
    }
}
