package dev.sealpost.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.identifier.Sha256;
import dev.sealpost.signature.ReceivedWebhook;
import java.util.Optional;

/**
 * What expressions are filled in from.
 *
 * @param payload of the event, as bytes and as JSON
 */
record WebhookFields(ReceivedWebhook webhook, byte[] payload, JsonNode json) {

    /** Text, numbers, true and false; empty for what is not there, and for objects and lists. */
    Optional<String> field(String name) {
        if (name.startsWith(Expression.HEADER)) {
            return webhook.header(name.substring(Expression.HEADER.length()));
        }
        if (name.equals(Expression.BODY_DIGEST)) {
            return Optional.of(Sha256.hex(payload));
        }
        JsonNode found = json.at(name);
        return found.isValueNode() && !found.isNull() ? Optional.of(found.asText()) : Optional.empty();
    }
}
