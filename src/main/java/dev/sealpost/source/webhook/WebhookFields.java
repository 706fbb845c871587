package dev.sealpost.source.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.identifier.Sha256;
import dev.sealpost.signature.ReceivedWebhook;
import java.util.Optional;

/**
 * Values for the fields of expressions.
 *
 * @param payload payload of the event, as bytes and as JSON
 */
record WebhookFields(ReceivedWebhook webhook, byte[] payload, JsonNode json) {

    /** Returns a scalar as text; empty for missing fields, null, objects and lists. */
    Optional<String> field(String name) {
        if (name.startsWith(Expression.HEADER)) {
            return webhook.header(name.substring(Expression.HEADER.length()));
        }
        if (name.equals(Expression.BODY_DIGEST)) {
            return Optional.of(Sha256.hex(payload));
        }
        JsonNode value = json.at(name);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }
}
