package dev.sealpost.connector.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Result of a successful call.
 *
 * @param body text of the new body: the output of the connector, or the last answer as it is
 * @param last JSON of the last answer; null (JSON) if it is no JSON
 * @param variables of the call, with the answers by request
 */
public record CallResult(String body, JsonNode last, Map<String, JsonNode> variables) {}
