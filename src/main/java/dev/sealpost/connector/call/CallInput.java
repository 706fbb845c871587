package dev.sealpost.connector.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sealpost.connector.credential.Credential;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Input of one call.
 *
 * @param parameters values by name, with defaults
 * @param event see {@link CallVariables#EVENT}
 * @param operation identifies the step and the event: the same for each repeat of this call, different for every other call
 * @param cursor of a source; null (JSON) for other calls
 */
public record CallInput(
        JsonNode body,
        Map<String, JsonNode> parameters,
        Optional<Credential> credential,
        JsonNode event,
        String operation,
        JsonNode cursor) {

    /** Returns the variables of all expressions, except {@code $key}, {@code $secret} and answers. */
    Map<String, JsonNode> variables(Instant now) {
        Map<String, JsonNode> variables = new HashMap<>(parameters);
        variables.put(
                CallVariables.CREDENTIAL,
                credential(credential.map(Credential::values).orElse(Map.of())));
        variables.put(CallVariables.EVENT, event);
        variables.put(CallVariables.CURSOR, cursor);
        variables.put(CallVariables.NOW, ExactJson.number(now.getEpochSecond()));
        return variables;
    }

    static JsonNode credential(Map<String, String> account) {
        ObjectNode values = ExactJson.object();
        account.forEach(values::put);
        return values;
    }

    /**
     * Returns the idempotency key of one request: a name-based UUID (RFC 9562, version 3).
     *
     * @param request its id; empty for the key of the whole call
     */
    JsonNode key(String scope, String request) {
        String name = operation + "\n" + scope + "\n" + request;
        return TextNode.valueOf(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
    }
}
