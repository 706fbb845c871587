package dev.sealpost.api.endpoint;

import dev.sealpost.api.edge.Fields;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Violation;
import dev.sealpost.request.EndpointCredentials;
import dev.sealpost.request.RequestOptions;
import dev.sealpost.request.RequestOptionsJson;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads the member {@code request} of an endpoint: format, encryption and authentication of its requests. */
@Component
class RequestIn {

    private static final String REQUEST = "request";

    private final EndpointCredentials credentials;

    RequestIn(EndpointCredentials credentials) {
        this.credentials = credentials;
    }

    RequestOptions changed(Fields fields, ApplicationId application, RequestOptions old) {
        List<Violation> violations = new ArrayList<>();
        RequestOptions changed = fields.node(REQUEST)
                .map(node -> RequestOptionsJson.patch(node, old, "/" + REQUEST, violations))
                .orElse(old);
        changed.authentication()
                .filter(use -> !changed.authentication().equals(old.authentication()))
                .filter(use -> !credentials.isGranted(use.credential(), application))
                .ifPresent(use -> violations.add(new Violation(
                        "/request/authentication/credential",
                        "no credential with this name is granted to this application")));
        fields.report(violations);
        return changed;
    }
}
