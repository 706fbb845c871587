package dev.sealpost.api;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.request.EndpointAuthentication;
import dev.sealpost.request.EndpointCredentials;

/** One credential that is granted to all applications. */
final class FakeEndpointCredentials implements EndpointCredentials {

    static final String GRANTED = "granted";

    @Override
    public boolean isGranted(String credential, ApplicationId application) {
        return credential.equals(GRANTED);
    }

    @Override
    public AuthorizedRequest authorize(
            EndpointAuthentication authentication, ApplicationId application, PlainRequest request) {
        throw new UnsupportedOperationException("nothing is delivered here");
    }
}
