package dev.sealpost.connector.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Named values of a request: its query parameters, headers or form fields. A field whose value is null is left out. */
public sealed interface RequestFields {

    /** Returns the values by name, in their order. */
    Map<String, String> values(JsonNode body, Map<String, JsonNode> variables);

    /** No fields. */
    static RequestFields none() {
        return new Declared(Map.of());
    }

    /** Fields whose names the connector declares. */
    record Declared(Map<String, CallTemplate> templates) implements RequestFields {

        @Override
        public Map<String, String> values(JsonNode body, Map<String, JsonNode> variables) {
            Map<String, String> values = new LinkedHashMap<>();
            templates.forEach(
                    (name, template) -> template.value(body, variables).ifPresent(value -> values.put(name, value)));
            return values;
        }
    }

    /**
     * Fields whose names are not known before the call.
     *
     * @param jq over the body: an object, or null for no fields
     */
    record Computed(Jq jq) implements RequestFields {

        /** @throws CallRefusedException if the expression returns something else */
        @Override
        public Map<String, String> values(JsonNode body, Map<String, JsonNode> variables) {
            JsonNode fields = jq.apply(body, variables);
            if (!fields.isNull() && !fields.isObject()) {
                throw new CallRefusedException("the fields of a request must be an object, but are " + fields);
            }
            Map<String, String> values = new LinkedHashMap<>();
            fields.properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .forEach(field -> values.put(field.getKey(), ExactJson.text(field.getValue())));
            return values;
        }
    }
}
