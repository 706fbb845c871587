package dev.sealpost.api.endpoint;

import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Violation;
import dev.sealpost.request.EndpointCredentials;
import dev.sealpost.request.PayloadFormat;
import dev.sealpost.request.RequestOptions;
import dev.sealpost.request.RequestOptionsJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads the member {@code request} of an endpoint: format, encryption and authentication of its requests. */
@Component
class RequestIn {

    private static final String REQUEST = "request";

    /** Checked by {@link RequestOptionsJson}. */
    static final Shape SHAPE = Shape.of(
            "EndpointRequestIn",
            Member.of(
                            "format",
                            JsonType.oneOf(Arrays.stream(PayloadFormat.values())
                                    .map(PayloadFormat::word)
                                    .toList()),
                            "Format of the payload.")
                    .orNull()
                    .like("\"cloudevents-structured\""),
            Member.of(
                            "encryption",
                            new JsonType.Nested(Shape.of(
                                    "EndpointEncryptionIn",
                                    Member.of(
                                                    "jwk",
                                                    new JsonType.AnyObject(),
                                                    "Public key of the receiver, a JSON Web Key of RSA or EC.")
                                            .asRequired())),
                            "Key that the body is encrypted to.")
                    .orNull(),
            Member.of(
                            "authentication",
                            new JsonType.Nested(Shape.of(
                                    "EndpointAuthenticationIn",
                                    Member.of(
                                                    "credential",
                                                    JsonType.text(1, 64),
                                                    "Name of a credential that the operator granted to the application.")
                                            .asRequired()
                                            .like("\"acme\""),
                                    text("header", "Header for the secret; absent: Authorization."),
                                    text("prefix", "Text before the secret in the header."),
                                    text("query", "Query parameter for the secret, in place of a header."))),
                            "How the requests authenticate to the endpoint.")
                    .orNull());

    private final EndpointCredentials credentials;

    RequestIn(EndpointCredentials credentials) {
        this.credentials = credentials;
    }

    private static Member text(String name, String text) {
        return Member.of(name, JsonType.text(0, 100), text).orNull();
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
