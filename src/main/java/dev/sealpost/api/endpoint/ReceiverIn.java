package dev.sealpost.api.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.egress.AddressGuard;
import dev.sealpost.egress.EgressSettings;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.endpoint.Endpoint.Receiver;
import dev.sealpost.endpoint.Endpoint.Signing;
import dev.sealpost.request.CustomHeaders;
import dev.sealpost.signature.SigningKey;
import dev.sealpost.signature.SigningKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads what concerns the receiver of an endpoint: URL, secret, classic signature, headers, and the options of requests. */
@Component
class ReceiverIn {

    private static final int LONGEST_SECRET = 256;

    static final Member URL = Member.of(
                    "url",
                    JsonType.text(1, OutboundUrl.LONGEST).as("uri").matching("^[Hh][Tt][Tt][Pp][Ss]?://."),
                    "Address that gets the messages.")
            .asRequired()
            .like("\"https://example.com/webhooks\"");

    static final Member SECRET = Member.of(
                    "secret",
                    JsonType.text(1, LONGEST_SECRET),
                    "Signing secret, `whsec_` and base64 of 24 to 64 bytes, or private Ed25519 key, `whsk_` and base64;"
                            + " absent: generated, or kept as it is.")
            .orNull()
            .like("\"whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD\"");

    static final Member HEADERS = Member.of(
                    "headers",
                    new JsonType.Entries(JsonType.text(1, CustomHeaders.LONGEST_VALUE), CustomHeaders.MOST, 100),
                    "Headers that every request has; absent: none, or kept as they are.")
            .orNull()
            .like("{\"X-Tenant\": \"42\"}");

    private final AddressGuard guard;
    private final RequestIn requests;
    private final boolean httpsOnly;

    ReceiverIn(AddressGuard guard, RequestIn requests, EgressSettings egress) {
        this.guard = guard;
        this.requests = requests;
        this.httpsOnly = egress.webhooks().httpsOnly();
    }

    /** Reads a change of the receiver; absent members are kept. */
    Receiver changed(Fields fields, ApplicationId application, Receiver old) {
        SigningKeys keys = fields.optional(
                        "secret", Optional.<SigningKey>empty(), node -> SigningKey.parse(Fields.text(node)))
                .map(old.signing().keys()::replacedBy)
                .orElse(old.signing().keys());
        return new Receiver(
                fields.value("url", old.url(), node -> url(Fields.text(node))),
                new Signing(
                        keys, ClassicSignatureIn.changed(fields, old.signing().classic())),
                headers(fields, old.headers()),
                requests.changed(fields, application, old.request()),
                old.transformation(),
                old.fault());
    }

    private static CustomHeaders headers(Fields fields, CustomHeaders old) {
        return new CustomHeaders(fields.map("headers", old.values(), ReceiverIn::requireBounds, ReceiverIn::value));
    }

    private static void requireBounds(JsonNode headers) {
        Map<String, String> values = new LinkedHashMap<>();
        headers.properties()
                .forEach(header -> values.put(
                        CustomHeaders.requireName(header.getKey()),
                        header.getValue().asText()));
        CustomHeaders.of(values);
    }

    private static String value(JsonNode node) {
        return CustomHeaders.requireValue(Fields.text(node));
    }

    private OutboundUrl url(String text) {
        OutboundUrl url = OutboundUrl.parse(text);
        if (httpsOnly && !url.isHttps()) {
            throw new IllegalArgumentException(
                    "an https: URL is expected: this installation delivers to no other (sealpost.egress.webhooks.https-only)");
        }
        guard.requireAllowedLiteral(url);
        return url;
    }
}
