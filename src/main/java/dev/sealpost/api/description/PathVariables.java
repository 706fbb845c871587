package dev.sealpost.api.description;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** Describes the variables in the paths of operations. */
final class PathVariables {

    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("app", "Id or uid of the application."),
            Map.entry("endpoint", "Id or uid of the endpoint."),
            Map.entry("message", "Id of the message, or the `eventId` that it was sent with."),
            Map.entry("attempt", "Id of the attempt."),
            Map.entry("id", "Id."),
            Map.entry("entry", "Id of the entry."),
            Map.entry("event_type", "Name of the event type."),
            Map.entry("finding", "Id of the finding."),
            Map.entry("map", "Name of the id map."),
            Map.entry("name", "Name."),
            Map.entry("poll", "Name of the poll."),
            Map.entry("queue", "Name of the queue."),
            Map.entry("version", "Number of the version."));

    private PathVariables() {}

    static ObjectNode describe(String variable) {
        ObjectNode parameter = JsonNodeFactory.instance
                .objectNode()
                .put("name", variable)
                .put("in", "path")
                .put("required", true)
                .put("description", Optional.ofNullable(TEXTS.get(variable)).orElse("Name or id: " + variable + "."));
        parameter.putObject("schema").put("type", "string").put("minLength", 1);
        return parameter;
    }
}
