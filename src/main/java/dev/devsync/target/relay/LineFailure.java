package dev.devsync.target.relay;

import dev.devsync.target.net.Causes;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What it means for a user that a connection to a relay could not be made.
///
/// @param late whether the time for it was over
record LineFailure(RelayAddress address, IOException cause, boolean late) {

    private static final String IS_IT_THERE = "Is `devsync relay` running there? In a cluster, `kubectl port-forward`"
            + " brings its port to this machine.";

    RelayException toException() {
        if (late || cause instanceof SocketTimeoutException) {
            return unreachable("no answer", IS_IT_THERE);
        }
        if (cause instanceof UnknownHostException) {
            return unreachable("the host " + address.host() + " is not known", IS_IT_THERE);
        }
        if (cause instanceof ConnectException) {
            return unreachable("connection refused", IS_IT_THERE);
        }
        if (causes().find(CertificateExpiredException.class) != null) {
            return misconfigured(
                    "its certificate has expired (" + causes().reason() + ")", "Renew it; or is a clock wrong?");
        }
        LineSecurity.OtherCertificate other = causes().find(LineSecurity.OtherCertificate.class);
        if (other != null) {
            return misconfigured(
                    "its certificate is not the one that `fingerprint` says; it is sha256:" + other.sha256(),
                    "If the certificate was renewed, and you are sure of it, write the new fingerprint. Otherwise"
                            + " somebody else answers there.");
        }
        if (causes().say("unable to find valid certification path") || causes().say("path does not chain")) {
            return misconfigured(
                    "its certificate is not signed by "
                            + (authority() == null ? "anybody whom Java trusts" : "the authority in " + authority()),
                    "For a self-signed certificate write `ca: FILE` with the certificate, or `fingerprint:` with its"
                            + " SHA-256, into `relay` of devsync.yaml.");
        }
        if (causes().say("no subject alternative") || causes().say("no name matching")) {
            return misconfigured(
                    "its certificate is for another name than " + address.host() + " (" + causes().reason() + ")",
                    "Use the name that it is for, or `fingerprint:`, which does not look at names.");
        }
        if (causes().find(EOFException.class) != null
                || causes().say("reset")
                || causes().say("broken pipe")
                || causes().say("makes no sense")) {
            return unreachable(
                    "it ended the connection before it let us in",
                    (address.security() instanceof RelayAddress.Security.None
                                    ? "It may speak TLS (`tls: true` in `relay` of devsync.yaml)"
                                    : "It may speak no TLS (`tls: false` in `relay` of devsync.yaml)")
                            + ", have too many connections, or be something else than a relay; or a forwarded port has"
                            + " nobody behind it.");
        }
        if (causes().find(SSLException.class) != null) {
            return misconfigured(
                    "TLS failed: " + causes().reason(),
                    "If the relay was started without --tls-cert, write `tls: false` into `relay` of devsync.yaml.");
        }
        return unreachable(causes().reason(), IS_IT_THERE);
    }

    private @Nullable Object authority() {
        return address.security() instanceof RelayAddress.Security.Authority(var authority) ? authority : null;
    }

    private RelayException unreachable(String why, String advice) {
        return new RelayException.Unreachable("cannot reach " + address + ": " + why, advice, cause);
    }

    private RelayException misconfigured(String why, String advice) {
        return new RelayException.Misconfigured("cannot trust " + address + ": " + why, advice, cause);
    }

    private Causes causes() {
        return new Causes(cause);
    }
}
