package dev.sealpost.request;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.egress.TlsIdentity;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Credentials that requests to endpoints authenticate with. */
public interface EndpointCredentials {

    /** Credentials of a node that has none. */
    static EndpointCredentials none() {
        return new EndpointCredentials() {
            @Override
            public boolean isGranted(String credential, ApplicationId application) {
                return false;
            }

            @Override
            public AuthorizedRequest authorize(
                    EndpointAuthentication authentication, ApplicationId application, PlainRequest request) {
                throw new EndpointCredentialException(
                        "the credential " + authentication.credential() + " does not exist", Optional.empty());
            }
        };
    }

    /** Returns whether the operator granted the credential to endpoints of the application. */
    boolean isGranted(String credential, ApplicationId application);

    /**
     * Authorizes a request; may fetch a token.
     *
     * @throws EndpointCredentialException if the credential is not granted, or cannot be used now
     */
    AuthorizedRequest authorize(EndpointAuthentication authentication, ApplicationId application, PlainRequest request);

    /**
     * Request before it is authorized.
     *
     * @param headers all that are signed by any scheme
     */
    record PlainRequest(String method, String url, Map<String, String> headers, byte[] body) {}

    /**
     * What to change in the request.
     *
     * @param url to call instead, such as one with a query parameter
     * @param headers to set
     * @param tls identity of the connection; empty: none
     * @param rejected tells that the receiver answered 401; returns whether one more try makes sense
     */
    record AuthorizedRequest(
            String url, Map<String, String> headers, Optional<TlsIdentity> tls, BooleanSupplier rejected) {}
}
