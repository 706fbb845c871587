package dev.sealpost.connector.credential;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.connector.VendorRequest;
import dev.sealpost.request.EndpointAuthentication;
import dev.sealpost.request.EndpointAuthentication.InRequestHeader;
import dev.sealpost.request.EndpointAuthentication.InRequestQuery;
import dev.sealpost.request.EndpointAuthentication.SecretPlace;
import dev.sealpost.request.EndpointCredentialException;
import dev.sealpost.request.EndpointCredentials;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Credentials of the file for endpoints of the applications that they are granted to. */
final class CredentialsOfEndpoints implements EndpointCredentials {

    private final Credentials credentials;
    private final ApplicationDirectory applications;

    CredentialsOfEndpoints(Credentials credentials, ApplicationDirectory applications) {
        this.credentials = credentials;
        this.applications = applications;
    }

    @Override
    public boolean isGranted(String credential, ApplicationId application) {
        try {
            return granted(credential, application).isPresent();
        } catch (CredentialException e) {
            return false;
        }
    }

    private Optional<Credential> granted(String name, ApplicationId application) {
        return credentials
                .find(name)
                .filter(credential -> credential.applications().stream()
                        .anyMatch(each -> each.equals(Credential.EVERY_APPLICATION)
                                || each.equals(application.value())
                                || applications
                                        .find(each)
                                        .filter(application::equals)
                                        .isPresent()));
    }

    @Override
    public AuthorizedRequest authorize(
            EndpointAuthentication authentication, ApplicationId application, PlainRequest request) {
        try {
            Credential credential = granted(authentication.credential(), application)
                    .orElseThrow(() -> new CredentialException(
                            "the credential " + authentication.credential() + " is not granted to this application"));
            VendorRequest plain =
                    new VendorRequest(request.method(), request.url(), request.headers(), Optional.of(request.body()));
            VendorRequest authorized = credential.authorize(plain, placement(authentication.place()));
            return new AuthorizedRequest(
                    authorized.url(),
                    changed(plain.headers(), authorized.headers()),
                    authorized.tls(),
                    () -> credential.rejected(authorized));
        } catch (CredentialException e) {
            throw new EndpointCredentialException(String.valueOf(e.getMessage()), e.retryAfter());
        }
    }

    private static Placement placement(Optional<SecretPlace> place) {
        return place.map(given -> switch (given) {
                    case InRequestHeader header -> (Placement) new Placement.InHeader(header.name(), header.prefix());
                    case InRequestQuery query -> new Placement.InQuery(query.name());
                })
                .orElseGet(Placement.Standard::new);
    }

    private static Map<String, String> changed(Map<String, String> before, Map<String, String> after) {
        Map<String, String> changed = new HashMap<>(after);
        changed.entrySet().removeIf(header -> header.getValue().equals(before.get(header.getKey())));
        return changed;
    }
}
