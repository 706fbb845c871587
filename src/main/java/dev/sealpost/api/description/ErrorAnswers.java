package dev.sealpost.api.description;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** Describes the errors of operations. All have the body {@code Problem}. */
final class ErrorAnswers {

    /** Texts by status. */
    static final Map<String, String> TEXTS = new TreeMap<>(Map.ofEntries(
            Map.entry("400", "The request or its JSON is malformed."),
            Map.entry("401", "A token is missing, unknown, expired or revoked."),
            Map.entry("403", "The token lacks the permission."),
            Map.entry("404", "Nothing has this id, or the token does not see it."),
            Map.entry("408", "The body did not arrive in time."),
            Map.entry("409", "The state of the object does not allow it, or it is taken."),
            Map.entry("410", "The content was deleted."),
            Map.entry("413", "The body is too large."),
            Map.entry("415", "The content type or its encoding is not supported."),
            Map.entry("422", "A member or parameter is invalid; `detail` lists all of them."),
            Map.entry("429", "Too many requests; `Retry-After` tells when to repeat it."),
            Map.entry("503", "The node cannot answer now; `Retry-After` tells when to repeat it.")));

    private ErrorAnswers() {}

    /** Returns the schema of the body. */
    static ObjectNode problem() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("code").put("type", "string").put("description", "One word for programs.");
        ObjectNode detail = properties.putObject("detail").put("description", "A sentence, or all violations (422).");
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode members = item.putObject("properties");
        members.putObject("loc")
                .put("type", "array")
                .put("description", "`body`, `query`, `path` or `header`, then the names on the way to the value.")
                .putObject("items")
                .put("type", "string");
        members.putObject("msg").put("type", "string").put("description", "A sentence for people.");
        members.putObject("type").put("type", "string");
        members.putObject("pointer")
                .put("type", "string")
                .put("description", "JSON pointer to the value (RFC 6901), if it is in the body.");
        item.putArray("required").add("loc").add("msg").add("type");
        detail.putArray("anyOf")
                .add(JsonNodeFactory.instance.objectNode().put("type", "string"))
                .addObject()
                .put("type", "array")
                .set("items", item);
        properties.putObject("line").put("type", "integer").put("description", "Line of malformed JSON, from 1.");
        properties.putObject("column").put("type", "integer").put("description", "Column in that line, from 1.");
        schema.putArray("required").add("code").add("detail");
        return schema;
    }

    /** Returns the answers for {@code components/responses}. */
    static ObjectNode responses() {
        ObjectNode responses = JsonNodeFactory.instance.objectNode();
        TEXTS.forEach((status, text) -> responses.set("Problem" + status, response(text)));
        responses.set("Problem", response("Any other error."));
        return responses;
    }

    private static ObjectNode response(String text) {
        ObjectNode response = JsonNodeFactory.instance.objectNode().put("description", text);
        response.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
        return response;
    }

    static ObjectNode refer(String status) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("$ref", "#/components/responses/Problem" + (TEXTS.containsKey(status) ? status : ""));
    }
}
