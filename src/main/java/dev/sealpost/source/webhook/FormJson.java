package dev.sealpost.source.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import dev.sealpost.signature.FormParameters;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Converts a form to JSON: the JSON in its only field if the provider sends JSON that way; otherwise an object of strings, with
 * a list of strings for a repeated name.
 */
final class FormJson {

    private FormJson() {}

    /**
     * Returns the JSON. The content of the field is not checked.
     *
     * @param field name of the field that holds JSON; empty: none
     * @throws InvalidFieldsException if the body is not a form
     */
    static byte[] of(byte[] form, String field) {
        try {
            FormParameters parameters = FormParameters.parse(form);
            List<FormParameters.Parameter> list = parameters.list();
            return list.size() == 1 && list.getFirst().name().equals(field)
                    ? list.getFirst().value().getBytes(StandardCharsets.UTF_8)
                    : write(parameters).toString().getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldsException(List.of(new Violation("", "the body is not a form: " + e.getMessage())));
        }
    }

    private static ObjectNode write(FormParameters parameters) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (FormParameters.Parameter parameter : parameters.list()) {
            String name = parameter.name();
            if (!object.has(name)) {
                object.put(name, parameter.value());
            } else if (object.get(name) instanceof ArrayNode values) {
                values.add(parameter.value());
            } else {
                String first = object.get(name).asText();
                object.putArray(name).add(first).add(parameter.value());
            }
        }
        return object;
    }
}
