package dev.sealpost.attempt;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** Explains TLS failures in terms of certificates and protocols instead of Java classes. */
final class TlsFailure {

    private TlsFailure() {}

    static String reason(SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case CertificateExpiredException expired -> {
                    return "the certificate has expired: " + expired.getMessage();
                }
                case CertificateNotYetValidException early -> {
                    return "the certificate is not valid yet: " + early.getMessage();
                }
                case CertPathBuilderException untrusted -> {
                    return "no authority that this node trusts has signed the certificate: it is self-signed, or the"
                            + " receiver leaves out an intermediate certificate";
                }
                default -> {}
            }
        }
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith("Unsupported or unrecognized SSL message")) {
            return "the answer is not TLS; is it plain HTTP on this port?";
        }
        int name = message.indexOf("No subject alternative");
        if (name >= 0) {
            return "the certificate is for another host: " + message.substring(name);
        }
        if (message.endsWith("protocol_version")) {
            return "the receiver speaks neither TLS 1.2 nor TLS 1.3";
        }
        return message;
    }
}
